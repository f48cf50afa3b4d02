"""How official papers look: the measures of GB/T 9704-2012, and a paper laid out as pieces that any renderer prints."""
