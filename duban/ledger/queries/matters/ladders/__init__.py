"""Where ladders stand: the steps that are open, and what the others wait for."""
