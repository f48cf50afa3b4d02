"""Spreadsheets with one record a row: ledgers, appeals, suggestions."""
