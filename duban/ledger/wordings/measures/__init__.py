"""The papers of supervision measures (督办措施): circulars, notes, requests, decisions, and those of an interview."""
