"""How rows and files are kept: locks, keys that make a form count once, counts of use, files under their digest."""
