"""What people record under a document: kinds, fields, figures, and how they are read and told."""
