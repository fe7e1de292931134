"""Recipes, objectives and the loop that trains them; several of them compared; what was trained read again."""
