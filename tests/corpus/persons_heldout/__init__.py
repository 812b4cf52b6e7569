"""Names in documents written after the recognizers, which nobody tunes to."""
