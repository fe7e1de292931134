"""Asymmetry-I negatives: the text says something that the picture does not show.

Method: AsCL (arXiv 2405.10029), our reading: another object (``object``), added content (``insert``), a denied fact
(``negate``), and the token noise of the authors' follow-up code (``noise``, a control: it is ungrammatical on purpose).
"""
