"""Builds the tables of the lexicon that are counted or converted."""
