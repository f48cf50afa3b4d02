"""Facts read in great number: records of one shape by one plan, lines of JSON, tables by columns, what a file says of its office."""
