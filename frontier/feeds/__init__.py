"""Public leaderboards and price lists as records."""
