"""The operations of the interface, one module a group or noun: each is what a page does, as JSON."""
