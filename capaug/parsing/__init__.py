"""Captions to scene graphs: a tagger and dependency parser, and rules over its trees."""
