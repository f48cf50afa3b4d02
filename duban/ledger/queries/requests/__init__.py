"""Queries on requests for approval (报批)."""
