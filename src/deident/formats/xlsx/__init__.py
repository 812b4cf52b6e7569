"""Workbooks: cells, strings and the other parts of the package."""
