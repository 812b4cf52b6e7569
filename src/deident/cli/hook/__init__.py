"""The gate of git, CI and publishing systems: what is asked of it, trusted by it and answered."""
