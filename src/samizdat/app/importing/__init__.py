"""Existing mirrors and lost editions → the store; begin at `run`.

Nothing is imported here: worker processes import what they run from this package.
"""
