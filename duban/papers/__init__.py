"""Papers in and papers out: pure Python, no Django."""
