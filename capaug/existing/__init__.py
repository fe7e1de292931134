"""Negatives that other makers wrote: their files, what is wrong with them, and what takes the place of what is."""
