"""What a document says, rule by rule, in Chinese sentences with its own words."""
