"""Files from strangers opened: Word, Excel, PDF, bounded in size, count and depth."""
