"""How an edit becomes English again: articles, agreement, inflection, case, spacing."""
