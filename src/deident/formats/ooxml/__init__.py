"""Word documents and presentations: parts of a package, masked in their runs."""
