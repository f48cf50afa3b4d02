"""The words of papers: how owners, dates, sections and labels are written, each pattern with examples beside it."""
