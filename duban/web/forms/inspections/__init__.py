"""Forms of inspections (督查、检查)."""
