"""Forms of matters (督查事项)."""
