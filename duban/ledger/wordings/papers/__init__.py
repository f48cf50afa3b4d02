"""Papers that are about many orders at once (文书)."""
