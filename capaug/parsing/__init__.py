"""Captions to sentences: their words, a tagger and dependency parser, and the English rules that read its trees."""
