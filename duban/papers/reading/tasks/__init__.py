"""Tasks found in a division-of-work paper, with owner and limit."""
