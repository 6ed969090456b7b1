"""Article → tidier article."""
