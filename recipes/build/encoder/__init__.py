"""Trains the embedded caption encoder."""
