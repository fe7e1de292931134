"""AsCL's Asymmetry-II positives: the text says less than the caption, and stays true.

Method: AsCL (arXiv 2405.10029), our reading: phrases are cut off the end (``truncate``), taken out anywhere
(``subgraph``), or said more generally (``generalise``). Leaving words out keeps a caption true only where nothing in it
is denied or compared, and only if what follows the gap cannot be read with another noun; in doubt nothing is made.
"""
