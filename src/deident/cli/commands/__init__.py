"""One module for each command; `run(args)` does what it promises and returns the exit code."""
