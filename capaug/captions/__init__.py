"""A caption as an object: its sentences, and in each the things, their qualities and the links between them."""

from capaug.captions.mentions import Chain, Mention, MentionKind
from capaug.captions.scene import ParsedCaption, Resolver, Scene
from capaug.captions.sentence import Link, LinkForm, Quality, QualityPosition, Sentence, Thing, Token

__all__ = [
    "Chain",
    "Link",
    "LinkForm",
    "Mention",
    "MentionKind",
    "ParsedCaption",
    "Quality",
    "QualityPosition",
    "Resolver",
    "Scene",
    "Sentence",
    "Thing",
    "Token",
]
