"""The pipeline's lemmatizer: a spaCy component that gives each word the lemma of its Penn tag."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from capaug.realise.inflection import lemma


@Language.component("capaug_lemmatizer")
def lemmatize(doc: Doc) -> Doc:
    """Set ``token.lemma_`` from the word and its tag (:func:`capaug.realise.inflection.lemma`)."""
    for token in doc:
        token.lemma_ = lemma(token.text, token.tag_)
    return doc
