"""Tests of Zalo on the wire."""
