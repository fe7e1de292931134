"""The companion trainer. Needs torch (the extra ``training``); works without spaCy and the generators.

Five rooms, and what each may import of the others; never upwards, and no two each other:

============== ==================================================================== =========================
room           what lives there                                                     may import
============== ==================================================================== =========================
``data``       shards and pictures to batches: tokenizer, pictures, collator,       nothing here
               balance, what to train and test on
``losses``     one file a loss, on plain tensors                                    nothing here
``models``     towers and fusions; ``folder`` loads and saves them                  ``data``
``evaluation`` retrieval, choice, masked words, benchmarks, plots                   ``data``, ``models``
``loop``       recipes, objectives, the trainer, recipes compared, trained models   all of the above
============== ==================================================================== =========================

Of capaug they use ``errors``, ``records``, ``recipes`` (reading YAML), ``encoders`` (naming devices), ``sources``
(captions to rank, files of benchmarks), ``runs`` and ``mirrors``.
"""
