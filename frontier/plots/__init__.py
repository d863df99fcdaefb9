"""One picture a result."""
