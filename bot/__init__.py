"""Zalo on the wire, and nothing of what it means to the ward."""
