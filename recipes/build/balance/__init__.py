"""Fits and measures the tables of the balance filter."""
