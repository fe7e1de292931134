"""Classes of Penn Treebank tags and of Universal Dependencies labels, each once."""

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
ADVERB_TAGS = frozenset({"RB", "RBR", "RBS"})
ADJECTIVE_TAGS = frozenset({"JJ", "JJR"})
COMPARED_TAGS = frozenset({"JJR", "JJS"})
VERB_TAGS = frozenset({"VB", "VBZ", "VBP", "VBD", "VBG", "VBN"})
PARTICIPLE_TAGS = frozenset({"VBG", "VBN", "VBD"})
"""Of verbs that may stand behind their noun without an auxiliary; taggers read ``VBD`` for many a ``VBN``."""
PURE_PARTICIPLE_TAGS = frozenset({"VBG", "VBN"})
FINITE_TAGS = frozenset({"VBZ", "VBP", "MD"})
"""Of verbs that surely are finite: ``VBD`` is not, see :data:`PARTICIPLE_TAGS`."""
FINITE_OR_PAST_TAGS = frozenset({"VBZ", "VBP", "VBD", "MD"})
BARE_VERB_TAGS = frozenset({"VBZ", "VBP", "VB"})
"""Of verbs that a tagger may have read for a noun: ``walks``, ``walk``."""
DETERMINER_TAGS = frozenset({"DT", "PRP$", "PDT"})
OPENING_TAGS = frozenset({"DT", "JJ", "CD", "PRP$"})
"""Of words that a noun phrase opens with."""
NUMBER_AND_DETERMINER_TAGS = frozenset({"CD", "DT", "PDT", "PRP$"})
PREMODIFIER_TAGS = frozenset("DT PRP$ PDT JJ JJR JJS CD VBN VBG VBD RB RBR RBS HYPH AFX POS NN NNP NNS NNPS FW".split())
PREPOSITION_TAGS = frozenset({"IN", "TO", "RP", "RB", "VBG", "JJ", "NN"})
"""Of words that a parser may call the case of a noun."""
GOVERNED_TAGS = frozenset({"PRP", "CD", "WDT", "WP", "DT", "JJ", "VBG", "PRP$"})
"""Of what a preposition may stand before, beside nouns."""
PARTICLE_TAGS = frozenset({"RP", "RB", "IN"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "IN", "DT"})

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
AGREEING_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
"""Of subjects whose number the verb has; that of a clause as a whole (``nsubj:outer``) is left alone."""
AUXILIARIES = frozenset({"aux", "aux:pass", "cop"})
ADNOMINALS = frozenset({"acl", "acl:relcl"})
"""Of clauses that hang on a noun."""
PREMODIFIERS = frozenset({"det", "amod", "advmod", "compound"})
"""Of what stands before a noun and stays with it when another takes its place."""
UNMARKED_OBJECTS = frozenset({"obj", "obl", "obl:npmod", "obl:unmarked"})
"""Of nouns behind a verb, as parsers that take a preposition for a particle call them."""
