"""OFD documents (GB/T 33190): text codes by position, masked with their glyphs."""
