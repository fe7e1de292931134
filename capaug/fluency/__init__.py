"""How English a caption reads: the language model that ships."""
