"""What if: the same facts by a document as it is and as it might be, side by side; nothing is written."""
