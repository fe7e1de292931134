"""Builds and measures the language model of captions."""
