"""The graph of a folded tree: the things that a sentence names, their qualities, and the links between them."""

from __future__ import annotations

from capaug.captions.sentence import Sentence
from capaug.english.graph.compounds import compounded
from capaug.english.graph.denied import read_denials
from capaug.english.graph.draft import Draft
from capaug.english.graph.qualities import read_qualities
from capaug.english.graph.relations import read_possessives, read_prepositions
from capaug.english.graph.things import read_things
from capaug.english.graph.verbs import read_predicates
from capaug.english.syntax import Syntax
from capaug.english.tree import build_tree
from capaug.lexicon import Lexicon
from capaug.records import Caption

__all__ = ["read_sentence"]


def read_sentence(caption: Caption, syntax: Syntax, lexicon: Lexicon) -> Sentence:
    """The sentence that ``syntax``, a parse of the caption's text, tells."""
    draft = Draft(build_tree(syntax, lexicon), lexicon)
    draft.compounded = compounded(draft.tree, lexicon)
    read_denials(draft)
    read_things(draft)
    read_qualities(draft)
    read_predicates(draft)
    read_prepositions(draft)
    read_possessives(draft)
    return draft.sentence(caption)
