"""The table of how many of CLIP's tokens words take."""
