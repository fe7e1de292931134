"""Reviews of an output folder by people: what is shown, the page that asks, and what the marks say.

The marks and their file are in :mod:`capaug.review`.
"""
