"""The ledger as a calendar: a month, a week or a day, with what stands on each of its days."""
