"""Commands of the machine's owner about accounts and persons."""
