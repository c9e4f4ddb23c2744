"""From the user's own files to a recipe: what `fit` chooses where nobody wrote one."""
