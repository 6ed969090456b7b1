"""Makers of documents: each writes files that a test compares with the code."""
