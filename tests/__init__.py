"""The tests mirror the folders; `journeys/` walks whole days, `payloads/` holds what Zalo sends."""
