"""Actions on inspections (督查、检查)."""
