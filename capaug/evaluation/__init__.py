"""How good the parser is, and how blind a judge of texts alone is to what the generators change."""
