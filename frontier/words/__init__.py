"""Results as words: the one place with English about numbers."""
