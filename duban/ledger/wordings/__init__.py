"""What the office's papers say: each composed from the ledger's data as `duban.papers.writing` prints it. Reads only, writes nothing."""
