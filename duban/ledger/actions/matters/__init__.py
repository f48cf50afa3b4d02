"""Actions on matters (督查事项)."""
