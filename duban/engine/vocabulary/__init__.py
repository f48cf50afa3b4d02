"""The words of a document: its events and their fields, levels, groups, authorities, roles, periods."""
