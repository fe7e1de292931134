"""What a recipe must know of captions and an encoder: similarity bands, and tables of the balance filter."""
