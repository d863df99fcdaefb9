"""Published statements, tested against the tables."""
