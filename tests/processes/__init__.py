"""Whole processes started, loaded, stopped and killed."""
