"""Measured claims; the figures stand in docs/benchmarks.md."""
