"""What feeds say otherwise than the table, and writing it."""
