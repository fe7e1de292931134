"""The companion trainer: losses, models, collator and training loop. Needs torch; works without spaCy."""
