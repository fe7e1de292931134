"""Builds the embedded caption parser."""
