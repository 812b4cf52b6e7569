"""Pages as offices print, scan and photograph them, with the truth of where each value stands."""
