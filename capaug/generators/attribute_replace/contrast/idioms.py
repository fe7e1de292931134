"""Words that belong to the next one and say something else with it."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

PAPERS_BY_NAME = words("papers_by_name")

IDIOMS = Rules[Change](KIND)


@IDIOMS.rule("modern day")
def part_of_an_idiom(change: Change) -> bool:
    """The word belongs to the next one."""
    return change.after == "day" and change.noun != "day"


@IDIOMS.rule("horizontal bars | diagonal")
def gymnastics(change: Change) -> bool:
    """The bars that somebody does gymnastics on are named by it."""
    return change.after in ("bar", "bars") and change.quality.name in ("horizontal", "parallel", "uneven", "high")


@IDIOMS.rule("brand new; a new toy in town; ice cold milk; set to start; construction paper; overcast but bright")
def idiom(change: Change) -> bool:
    """With the word before or behind it, it says something else."""
    name, before = change.quality.name, change.sentence.word(change.quality.words[0] - 1)
    if name == "new":
        return "brand" in change.words or {"in", "town"} <= change.words
    if name == "little" and before in ("poor", "cute", "sweet", "dear", "funny"):
        return True  # "a poor little bear" is pitied
    if name == "stained" and change.after == "glass":
        return True
    if change.after == "screen" or (name == "old" and change.after in ("time", "fashioned", "school")):
        return True
    if before in ("but", "yet") or change.sentence.tag(change.quality.words[0] - 2) == "POS":
        return True  # "overcast but bright", "robin's egg blue"
    if change.quality.type == "material" and before in PAPERS_BY_NAME:
        return True
    return before in ("ice", "off") or (change.quality.type == "action" and name == "set" and change.after == "to")
