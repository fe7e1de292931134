"""Worlds in which everything is known: scenes drawn at random, true captions of them, and a judge of any caption."""
