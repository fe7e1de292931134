"""A caption as an object: its sentences, and in each the things, their qualities and the links between them."""

from capaug.captions.scene import ParsedCaption, Scene
from capaug.captions.sentence import Link, LinkForm, Quality, QualityPosition, Sentence, Thing, Token

__all__ = [
    "Link",
    "LinkForm",
    "ParsedCaption",
    "Quality",
    "QualityPosition",
    "Scene",
    "Sentence",
    "Thing",
    "Token",
]
