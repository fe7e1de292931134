"""What rebuilds the weights, tables and figures of the project; ``recipes/build/Makefile`` knows the order."""
