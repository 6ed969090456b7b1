"""Existing mirrors and lost editions → the store."""

from samizdat.app.importing.run import import_mirror
from samizdat.app.importing.values import Imported, ImportOptions

__all__ = ["ImportOptions", "Imported", "import_mirror"]
