"""Captions to scene graphs: a spaCy pipeline, and rules over its dependency trees."""
