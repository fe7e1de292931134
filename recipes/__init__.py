"""The recipes that ship with capaug: one YAML file each, read by :func:`capaug.recipes.load_recipe`."""
