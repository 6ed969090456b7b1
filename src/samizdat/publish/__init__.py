"""A remote's file changes → receipts."""
