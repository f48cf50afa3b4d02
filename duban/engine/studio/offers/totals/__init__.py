"""What words say of totals: what they are called, how far they may go, and what follows from the place of a unit."""
