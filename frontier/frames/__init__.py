"""Results from tables: anybody's DataFrame in, frozen results out."""
