"""Tasks in running text: points, brackets and labels, sections, sentences, and what none of them takes."""
