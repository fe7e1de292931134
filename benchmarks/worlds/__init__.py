"""What the objectives learn where everything is known: the whole world of made scenes, with a partner picture for each
negative.
"""

import os

# A core for each process, read when torch and tokenizers are imported.
os.environ |= {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
