"""AsCL's Asymmetry-III positives: the text says more than the caption, or says the same otherwise.

Method: AsCL (arXiv 2405.10029), our reading: what a sibling says is added (``merge``, ``concat``), what the caption
entails is said as well (``redundant``), what its facts exclude is denied (``absence``), and the same is said in other
words (``paraphrase``, by the ``rewrites``).
"""
