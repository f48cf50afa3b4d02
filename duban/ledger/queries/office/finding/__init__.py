"""Finding: what an officer may see of all that there is, by number, by a piece of its words, by the initials of its name."""
