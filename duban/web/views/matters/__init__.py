"""Pages of matters (督查事项)."""
