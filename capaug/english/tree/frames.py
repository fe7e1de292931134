"""Words of the picture itself, which name nothing in it: ``a photo of``, ``this image shows``, ``in the frame``."""

from __future__ import annotations

from capaug.english.tags import SUBJECTS
from capaug.english.tree.tree import Tree
from capaug.english.tree.wholes import take_place
from capaug.english.words import words

FRAMES_BEFORE_OF = words("frames_before_of")
FILMS = words("frames_before_what_they_tell_of")
SUBJECT_PREPOSITIONS = frozenset({"about", "from"})
PICTURES = words("nouns_for_the_picture")
TAKES = words("ways_of_taking_a_picture")
VIEWERS = words("who_looks_at_the_picture")
DOING_OF_A_PICTURE = words("verbs_of_what_a_picture_does")
TAKING = words("participles_of_taking_a_picture")
SIDES_OF_PICTURES = words("sides_of_a_picture")
DIRECTIONS_IN_PICTURES = words("directions_in_a_picture")
POINTING = frozenset({"the", "this", "that", "our"})
SAYING_WHICH = frozenset({"det", "amod", "compound", "nmod:poss"})
WHOLE = frozenset({"entire", "whole", "overall", "same"})
WITHIN = words("prepositions_before_the_picture")
TOWARD = words("prepositions_before_who_looks")
CLOSE_UP = frozenset({"up", "closeup", "close-up"})
SHOWING_THINGS = (PICTURES | TAKES | CLOSE_UP) - {"frame"}
OF_A_STOCK = words("nouns_for_pictures_of_a_stock")
DASHES = frozenset({"-", "--", "–", "—", "|", ":"})
FACING = words("verbs_of_facing_a_camera")
FILLING = words("verbs_of_filling_a_picture")
BEFORE_TAKES = words("prepositions_before_a_view")
MENTIONED = FILMS | OF_A_STOCK | PICTURES | TAKES | VIEWERS | FRAMES_BEFORE_OF | DIRECTIONS_IN_PICTURES
MOST_FRAMES = 3  # one after another: "a photo shows a close up view of"


def speaks_of_the_picture(tree: Tree) -> bool:
    """Whether there may be a frame at all."""
    return not MENTIONED.isdisjoint(tree.lemmas)


def drop_frames(tree: Tree) -> None:
    """``a close up of a dog``: a dog. Only where the frame opens the text, not where somebody holds a picture."""
    for _ in range(MOST_FRAMES):
        if not (_drop_before_of(tree) or _drop_with_verb(tree)):
            break


def drop_parts_of_frames(tree: Tree) -> None:
    """``in the upper left corner of the image``, ``facing the viewer``: places in the picture, and who looks at it.

    Prepositions have been entered.
    """
    frames = [i for i in range(len(tree)) if tree.is_noun(i) and i not in tree.dropped and _is_frame(tree, i)]
    tree.dropped.update(frames)
    for i in range(len(tree)):
        if tree.lemmas[i] in SIDES_OF_PICTURES and tree.is_noun(i) and _is_side_of_frame(tree, i):
            tree.dropped.add(i)
    for i in frames:
        verb = tree.heads[i]
        if tree.lower[verb] in TAKING and tree.tags[verb].startswith("VB") and tree.preposition(i) in BEFORE_TAKES:
            tree.dropped.add(verb)  # "captured in a medium shot"


# -- frames that open a text ------------------------------------------------------------------------------------------


def _drop_before_of(tree: Tree) -> bool:
    """``a picture of``, ``this is a close up of``."""
    for c in range(len(tree) - 2):
        if c in tree.dropped or not _is_before_of(tree, c):
            continue
        noun = next((j for j in range(c + 2, len(tree)) if tree.is_noun(j) and tree.heads[j] <= c), None)
        if noun is not None:
            _drop(tree, c, c + 1, noun)
            return True
    return False


def _is_before_of(tree: Tree, c: int) -> bool:
    """Whether word ``c`` names a picture, ``of`` follows, and nothing that is in a picture stands before it."""
    if tree.lower[c + 1] == "of":
        if tree.lemmas[c] not in FRAMES_BEFORE_OF:
            return False
    elif tree.lower[c + 1] not in SUBJECT_PREPOSITIONS or tree.lemmas[c] not in FILMS or not tree.is_noun(c):
        return False
    return _opens(tree, c) and not _is_bare_up(tree, c)


def _is_bare_up(tree: Tree, c: int) -> bool:
    """Whether word ``c`` is an ``up`` that is not that of ``close up`` or ``close-up``."""
    if tree.lower[c] != "up":
        return False
    before = c - 2 if c > 0 and tree.lower[c - 1] == "-" else c - 1
    return before < 0 or tree.lower[before] != "close"


def _opens(tree: Tree, c: int) -> bool:
    """Whether nothing that is in a picture stands before word ``c``."""
    return not any(_is_shown(tree, j, c) for j in range(c) if j not in tree.dropped)


def _is_shown(tree: Tree, j: int, c: int) -> bool:
    """Whether word ``j`` before the frame ``c`` is there or done in the picture."""
    if tree.is_verb(j):
        return tree.deps[j] not in ("cop", "amod") and tree.lemmas[j] != "be" and tree.lower[j] not in TAKING
    return tree.is_noun(j) and tree.deps[j] != "compound" and tree.heads[j] != c and tree.lemmas[j] not in TAKES


def _drop_with_verb(tree: Tree) -> bool:
    """``this image shows a dog``, ``a photo showing a dog``."""
    for verb in range(1, len(tree) - 1):
        if verb in tree.dropped or tree.lemmas[verb] not in DOING_OF_A_PICTURE or not tree.is_verb(verb):
            continue
        frame = next((j for j in range(verb - 1, -1, -1) if _shows(tree, j, verb)), None)
        if frame is None or not _opens(tree, frame):
            return False
        noun = next((j for j in range(verb + 1, len(tree)) if tree.is_noun(j) and tree.heads[j] <= verb), None)
        if noun is None:
            return False
        for j in range(verb + 1, noun):
            if tree.heads[j] == noun and tree.deps[j] == "case":  # "focuses | on"
                tree.deps[j] = "frame"
                tree.dropped.add(j)
        _drop(tree, frame, verb, noun)
        return True
    return False


def _shows(tree: Tree, i: int, verb: int) -> bool:
    """Whether noun ``i`` is the picture that does what ``verb`` says."""
    if tree.lemmas[i] not in SHOWING_THINGS or not tree.is_noun(i) or i in tree.dropped:
        return False
    if _is_bare_up(tree, i) or any(tree.lower[j] in ("on", "in") for j in range(i + 1, verb)):
        return False  # "the photograph on the wall shows"
    joined = (tree.heads[i] == verb and tree.deps[i] in SUBJECTS) or tree.heads[verb] == i
    return joined or tree.heads[i] == tree.heads[verb]


def _drop(tree: Tree, c: int, last: int, noun: int) -> None:
    """Let ``noun`` take the place of the frame ``c``, of which all words up to ``last`` are dropped."""
    top = c
    for above in tree.above(c):
        if above > last:
            break
        top = above
    take_place(tree, top, noun)
    for j in range(last + 1, len(tree)):
        if j != noun and tree.heads[j] <= last and tree.heads[j] not in (j, noun):
            tree.heads[j] = noun
    for j in range(last + 1):
        tree.heads[j], tree.deps[j] = noun, "frame"
        tree.dropped.add(j)


# -- frames elsewhere --------------------------------------------------------------------------------------------------


def _is_frame(tree: Tree, i: int) -> bool:
    """Whether noun ``i`` is the picture itself, the way it was taken, or who looks at it."""
    lemma, preposition = tree.lemmas[i], tree.preposition(i)
    if i + 2 < len(tree) and _is_before_of(tree, i):
        return True  # "a view of London"
    if lemma == "up":
        return not _is_bare_up(tree, i)  # "in a close - up shot", of which a tagger made a verb
    if lemma == "scene" and tree.child(i, "frame") is not None and tree.child(i, "compound", "nmod") is None:
        return True  # "this shot presents a serene scene"
    if lemma in TAKES:
        if preposition is not None and preposition not in BEFORE_TAKES and preposition.rpartition(" ")[2] == "of":
            parts = (tree.lemmas[tree.heads[i]], *preposition.split())
            return _is_pointed_at(tree, i) and not SIDES_OF_PICTURES.isdisjoint(parts)  # "the top of the shot"
        return preposition in BEFORE_TAKES or tree.deps[i] in SUBJECTS or tree.child(i, "cop") is not None
    if lemma in VIEWERS:
        if lemma == "viewer":
            return True
        faced = tree.lemmas[tree.heads[i]] in FACING
        if preposition in TOWARD:
            return faced or _is_pointed_at(tree, i)
        return faced and tree.deps[i] in ("obj", "conj") and _is_pointed_at(tree, i)
    if lemma in OF_A_STOCK and _is_of_a_stock(tree, i):
        return True
    if lemma not in PICTURES or tree.tags[i] == "NNS" or not _is_pointed_at(tree, i):
        return False
    if tree.child(i, "acl", "acl:relcl", "nmod") is not None:
        return False
    if tree.deps[i] == "obj" and tree.lemmas[tree.heads[i]] in FILLING:
        return True  # "a fence crosses the frame"
    if tree.deps[i] == "nmod:poss":
        return tree.lemmas[tree.heads[i]] in SIDES_OF_PICTURES  # "the frame's center"
    if preposition is not None and preposition.endswith(" of"):
        return not SIDES_OF_PICTURES.isdisjoint(preposition.split())  # "on the right side of the frame"
    if lemma == "frame":
        return preposition in WITHIN and (preposition != "of" or tree.lemmas[tree.heads[i]] in SIDES_OF_PICTURES)
    return preposition in WITHIN or (preposition is None and tree.deps[i] in SUBJECTS)


def _is_of_a_stock(tree: Tree, i: int) -> bool:
    """``- stock photo``, ``- Photo 4``: what a page calls the picture."""
    if tree.lower[i - 1] in ("stock", "royalty-free") or (i + 1 < len(tree) and i + 1 in tree.frozen):
        return True
    return i > 0 and tree.lower[i - 1] in DASHES and i + 2 >= len(tree)


def _is_pointed_at(tree: Tree, i: int) -> bool:
    """``the image``, ``the entire frame``, no ``framed image``."""
    said = [tree.lower[j] for j in tree.children(i) if j < i and tree.deps[j] in SAYING_WHICH]
    if tree.lemmas[i] == "scene":
        return not POINTING.isdisjoint(said)  # "the monochromatic scene"
    return all(word in POINTING or word in WHOLE for word in said) and (bool(said) or tree.lemmas[i] == "camera")


def _is_side_of_frame(tree: Tree, i: int) -> bool:
    """``the right side of the image``, ``in the lower left corner``."""
    of = [j for j in tree.children(i) if j in tree.prepositions and tree.preposition(j) in ("of", "in")]
    if of:
        return all(j in tree.dropped for j in of)
    said = {tree.lower[j] for j in tree.children(i) if j < i}
    return (
        tree.preposition(i) is not None
        and tree.child(i, "nmod") is None
        and not said.isdisjoint(DIRECTIONS_IN_PICTURES)
    )
