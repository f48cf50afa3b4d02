"""Drafts of documents: what they hold, the card of each clause, its examples, what stands against them."""
