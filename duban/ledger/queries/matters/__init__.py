"""Queries on matters (督查事项)."""
