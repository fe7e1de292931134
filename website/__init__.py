"""What builds the site beside MkDocs (``mkdocs.yml``): pages that are made, and docstrings as the site shows them."""
