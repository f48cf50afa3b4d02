"""Packs: found, read with line numbers, checked; what of a document they cover."""
