"""Captions in conversations about pictures, as LLaVA and ShareGPT4V write them.

The model's answer to whoever asks it to describe the picture is a caption. Answers to other questions (``What colour
is the bus?`` - ``Red.``) are none, and what the human says never is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from capaug.sources.grouping import Missing

MODEL = frozenset({"gpt", "assistant", "model"})
TOKENS = re.compile(r"\s*<(?:image|im_start|im_end|im_patch|video|/?s)>\s*")
DESCRIBING = re.compile(
    r"\b(?:describ\w+|descript\w+|caption\w*|depict\w*|portray\w*|narrat\w+|characteri[sz]\w+|illustrat\w+|elaborat\w+"
    r"|summar\w+|what (?:do|can) you (?:see|notice|observe)|what you (?:see|notice|observe)|paint a (?:\w+ )?picture"
    r"|walk (?:me )?through|break down|happening in|going on in"
    r"|(?:explain|explanation of|presentation of|account of|rundown of|overview of|analy[sz]e|examine|share|clarify)"
    r"\b.*\b(?:image|picture|photo|photograph|snapshot|scene|visual)\w*"
    r"|(?:tell|inform) me (?:more )?about (?:the|this) (?:image|picture|photo|scene)"
    r"|key (?:elements|details|features) (?:in|of) (?:the|this) (?:image|picture|photo|scene)"
    r"|(?:image|picture|photo|snapshot|scene) (?:is )?(?:all )?about|what is this\b)",
    re.IGNORECASE,
)


def is_conversation(record: Mapping[str, Any]) -> bool:
    """Whether a record holds turns of a conversation."""
    return isinstance(record.get("conversations"), list)


def answers(record: Mapping[str, Any]) -> object:
    """The caption in a conversation, as a row holds it: a text, a list of them, or why there is none."""
    image = record.get("image")
    if not image:
        return Missing("a conversation without a picture")
    if isinstance(image, list) and len(image) > 1:
        return Missing("a conversation about several pictures")
    found: list[str] = []
    asked = ""
    for turn in record["conversations"]:
        speaker, said = _turn(turn)
        if speaker not in MODEL:
            asked = said
        elif DESCRIBING.search(asked) and said:
            found.append(said)
    if not found:
        return Missing("a conversation in which nobody asks to describe the picture")
    return found[0] if len(found) == 1 else found


def _turn(turn: object) -> tuple[str, str]:
    """Who speaks and what is said, without the tokens that stand for the picture."""
    if not isinstance(turn, dict):
        return "", ""
    speaker, said = turn.get("from", turn.get("role")), turn.get("value", turn.get("content"))
    return str(speaker), TOKENS.sub(" ", said).strip() if isinstance(said, str) else ""
