"""Evaluation: select, count, worth and into, compiled for one document, its readings and a kind of period."""
