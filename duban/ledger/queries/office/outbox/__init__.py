"""What leaves the house: which topics there are, what a digest says, which robots carry it."""
