"""Attribute negatives: a quality gives way to one that excludes it, or two things exchange theirs.

Method: the attribute negatives that fine-grained pre-training and its benchmarks know. Our reading: ``swap`` exchanges
qualities of one type between two things that cannot have both (``a black cat and a white dog`` -> ``a white cat and a
black dog``), ``contrast`` puts a value in the place of one that it excludes (``a red bus`` -> ``a yellow bus``). How
many there are is a quality too, and an article is a number (``a man`` -> ``two men``). The values, what they exclude
and what they suit are the lexicon's (:class:`capaug.lexicon.attributes.AttributeLexicon`).
"""

# Said of most pictures of their nouns whether or not it is so: its opposite is no clear lie.
LOOSE_TYPES = frozenset({"other", "quality", "privative", "position"})
