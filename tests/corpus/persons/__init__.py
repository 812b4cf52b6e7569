"""Generated documents about people: names, addresses, birth dates, property, health, minors."""
