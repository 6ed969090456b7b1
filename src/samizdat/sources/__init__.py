"""Bytes → stream of entries."""
