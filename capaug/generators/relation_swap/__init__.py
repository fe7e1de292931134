"""FAM's negatives: the relations between the objects are altered.

Method: FAM (Learning Fine-Grained Information Alignment for Calibrated Cross-Modal Retrieval), abstract: hard
negatives for image-text matching "by altering the relationships between objects"; how is our reading. Subject and
object change places (``roles``), two links exchange their objects (``objects``), or a predicate gives way to one that
excludes it (``predicate``).
"""
