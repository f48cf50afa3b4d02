"""Commands that ask a document: score, ladder, deadline, parse, regimes, rankings."""
