"""Document and recipe → article."""
