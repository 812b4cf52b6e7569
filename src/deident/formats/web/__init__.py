"""Web pages and drawings, written back byte by byte outside the masks."""
