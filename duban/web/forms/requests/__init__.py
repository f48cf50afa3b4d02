"""Forms of requests for approval (报批)."""
