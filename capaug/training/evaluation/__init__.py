"""What a model has learnt: retrieval, choices, masked words, benchmarks; how embeddings lie; plots of figures."""
