"""One file: found by its path, judged, masked, written."""
