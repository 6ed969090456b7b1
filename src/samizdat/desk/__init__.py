"""The editors' folder → checked rules."""
