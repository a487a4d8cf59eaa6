"""Zalo on the wire: events, failures, tokens, client and downloads."""
