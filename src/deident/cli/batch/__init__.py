"""Many files: known already or dealt with in the pool, reported in order, remembered."""
