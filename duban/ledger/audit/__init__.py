"""Evidence: the audit log, heads of chains told outside, rows and published rankings held against the journal."""
