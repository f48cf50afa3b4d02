"""The studio: an official document as a draft in plain data, a card a clause, sentences with blanks, examples, what is wrong beside its card."""
