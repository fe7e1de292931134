"""Shards: Arrow files of rows with their rejects and manifest, written, read and verified."""
