"""Engines: who runs the stages, and the run that ties source, stages and shards together."""
