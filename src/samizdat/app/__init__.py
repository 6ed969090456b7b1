"""The stairwell: wires the floors into commands."""
