"""Tests of `ward/`."""
