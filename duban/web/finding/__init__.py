"""The box that finds everything: what may be asked for by name."""
