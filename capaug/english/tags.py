"""Classes of Penn Treebank tags."""

ADVERB_TAGS = frozenset({"RB", "RBR", "RBS"})
PARTICIPLE_TAGS = frozenset({"VBG", "VBN", "VBD"})
"""Of verbs that may stand behind their noun without an auxiliary; taggers read ``VBD`` for many a ``VBN``."""
FINITE_TAGS = frozenset({"VBZ", "VBP", "MD"})
"""Of verbs that surely are finite: ``VBD`` is not, see :data:`PARTICIPLE_TAGS`."""
