"""Units that ended (机构改革): the journal stays as it was written; what passed to a successor is read as the successor's, with its first date and its steps."""
