"""Article → tidier article."""

from samizdat.clean.article import clean_article

__all__ = ["clean_article"]
