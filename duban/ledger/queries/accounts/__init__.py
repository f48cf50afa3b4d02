"""Queries on accounts: sessions, tokens, second factors (账号)."""
