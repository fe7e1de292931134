"""What words mean: objects, attributes, relations, and how often they go together."""

from capaug.lexicon.lexicon import Lexicon

__all__ = ["Lexicon"]
