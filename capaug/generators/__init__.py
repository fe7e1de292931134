"""What makes variants: one file a kind, in a folder a family; :data:`capaug.kinds.KINDS` finds them."""
