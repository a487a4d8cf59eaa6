"""Tests of the local Zalo, at its HTTP door."""
