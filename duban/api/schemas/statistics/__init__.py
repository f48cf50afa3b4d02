"""What the ledger adds up to: the pictures of 统计 as tables, and a leader's one page."""
