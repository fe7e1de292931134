"""Fits the filter of sense to readings, and measures it."""
