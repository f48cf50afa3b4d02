"""Actions on requests for approval (报批)."""
