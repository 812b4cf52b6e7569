"""Reports: what a run found, for people and for machines. No report holds a raw value."""
