"""Pages of accounts: signing in, sessions, tokens, second factors (账号)."""
