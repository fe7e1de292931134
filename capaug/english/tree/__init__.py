"""The dependency tree made ready for reading: phrases that act as one word are folded into one place.

After :func:`build_tree`, ``in front of`` is one preposition of the noun behind it, ``a group of people`` is people,
``a picture of a dog`` is a dog, and a place said after another place belongs to who is there.
"""

from __future__ import annotations

from capaug.english.syntax import Syntax
from capaug.english.tree.attachment import (
    mend_backgrounds,
    mend_coordination,
    mend_given,
    mend_participles,
    mend_particles,
    mend_shown,
    mend_strewn,
)
from capaug.english.tree.clauses import mend_clauses, mend_objects, mend_relative_objects, mend_relatives
from capaug.english.tree.company import mend_absolutes, mend_company
from capaug.english.tree.frames import drop_frames, drop_parts_of_frames, speaks_of_the_picture
from capaug.english.tree.inversions import mend_inversions
from capaug.english.tree.owners import mend_bodies, mend_held, mend_wearers
from capaug.english.tree.places import mend_places
from capaug.english.tree.prepositions import enter_simple_prepositions, fold_prepositions
from capaug.english.tree.putting import mend_put
from capaug.english.tree.slips import (
    mend_adverbs,
    mend_nouns_read_as_verbs,
    mend_possessives,
    mend_sides,
    mend_sports,
    mend_tags,
    mend_verbs_read_as_nouns,
)
from capaug.english.tree.stranded import mend_stranded
from capaug.english.tree.tree import Tree
from capaug.english.tree.wholes import fold_collectives
from capaug.lexicon import Lexicon

__all__ = ["Tree", "build_tree"]


def build_tree(syntax: Syntax, lexicon: Lexicon) -> Tree:
    """Read a parsed text, fold what acts as one word, and move what hangs in the wrong place."""
    tree = Tree(syntax)
    mend_tags(tree)
    mend_verbs_read_as_nouns(tree, lexicon)
    mend_nouns_read_as_verbs(tree, lexicon)
    mend_sports(tree, lexicon)
    mend_adverbs(tree)
    mend_sides(tree)
    mend_possessives(tree, lexicon)
    mend_stranded(tree, lexicon)
    fold_prepositions(tree)
    fold_collectives(tree, lexicon)
    framed = speaks_of_the_picture(tree)
    if framed:
        drop_frames(tree)
    enter_simple_prepositions(tree)
    mend_inversions(tree)
    mend_particles(tree, lexicon)
    mend_participles(tree, lexicon)
    mend_strewn(tree, lexicon)
    mend_shown(tree, lexicon)
    mend_given(tree)
    mend_relatives(tree, lexicon)
    mend_relative_objects(tree)
    mend_objects(tree)
    mend_clauses(tree, lexicon)
    mend_coordination(tree, lexicon)
    mend_wearers(tree, lexicon)
    mend_places(tree, lexicon)
    mend_backgrounds(tree)
    mend_held(tree, lexicon)
    mend_put(tree, lexicon)
    mend_bodies(tree, lexicon)
    mend_company(tree, lexicon)
    mend_absolutes(tree, lexicon)
    tree.settle()
    if framed:
        drop_parts_of_frames(tree)
    return tree
