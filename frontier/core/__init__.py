"""Numbers from arrays: numpy and scipy, no tables."""
