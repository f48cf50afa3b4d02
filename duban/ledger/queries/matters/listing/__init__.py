"""The rows of a ledger's list, read in one question: by its page, its file and the interface for programs."""
