"""Vessels: what is in them is no larger, and food is not packed in everything."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

NO_PACKAGES = words("materials_of_no_package")
SMALL_SIZES = frozenset({"small", "little", "tiny", "mini", "miniature", "short", "thin", "narrow", "medium"})
VESSELS = frozenset({"container", "kitchenware"})

IN_VESSELS = Rules[Change](KIND)


@IN_VESSELS.rule("a mini cake in a glass | huge")
def too_large_for_what_it_is_in(change: Change) -> bool:
    """What is in a vessel is no larger than it."""
    if change.quality.type != "size" or change.value in SMALL_SIZES:
        return False
    category = change.scene.lexicon.objects.category
    return any(
        link.predicate in ("in", "inside", "inside of") and category(link.object.name) in VESSELS
        for link in change.quality.thing.as_subject
    )


@IN_VESSELS.rule("a bag of pretzels in a plastic bag | leather")
def food_is_not_packed_in_it(change: Change) -> bool:
    """A package of food is of something else."""
    if change.value not in NO_PACKAGES or change.scene.lexicon.objects.category(change.noun) not in VESSELS:
        return False
    category = change.scene.lexicon.objects.category
    return any(category(thing.name) in ("food", "drink") for thing in change.sentence.things)
