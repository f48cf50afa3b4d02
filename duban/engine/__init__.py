"""The reading of the documents: pure Python, no Django, no clock, no I/O but loading packs."""
