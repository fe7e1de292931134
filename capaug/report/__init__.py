"""The page that shows an output folder to a person: figures, charts, and every row to look through."""
