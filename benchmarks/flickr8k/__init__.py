"""What the objectives learn from photographs: Flickr8k, one warm start, branches of it, several seeds."""

import os

# A core for each process, read when torch and tokenizers are imported.
os.environ |= {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
