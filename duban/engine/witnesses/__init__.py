"""Witnesses: for every rule of a document the smallest case in which it fires, run with and without the rule."""
