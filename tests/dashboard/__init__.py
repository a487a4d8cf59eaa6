"""Tests of the officers' pages, the read API and the health checks, at the HTTP door."""
