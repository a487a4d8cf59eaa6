"""The officer's browser and the read API."""
