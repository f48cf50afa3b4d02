"""Papers out: one document model, a Word file and a PDF made from it, ledgers, and the sentences of bulletins."""
