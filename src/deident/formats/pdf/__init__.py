"""PDF documents: prepared, read by place, erased in the content streams, proved, written."""
