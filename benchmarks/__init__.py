"""How fast, how small and how right deident is, beside stock Presidio in the same run."""
