"""The commands, one module each, imported when they are called. `parser` knows their options."""
