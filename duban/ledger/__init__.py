"""The workflow (台账): matters, assignments, reports, proposals, papers and rankings share one life and one journal."""
