"""English, once: word classes, inflection, agreement, what phrases are, and how an edit becomes English again."""
