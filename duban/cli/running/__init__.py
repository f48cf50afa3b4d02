"""Commands that run an office: serve, its schedule, its day, its letters, the demonstration."""
