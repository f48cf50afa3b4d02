"""Running text: its paragraphs, the clauses of a document."""
