"""What the parts of the store share."""

from samizdat.store.database import Database


class Part:
    """A group of the store's methods about one noun; `Store` is all of them together."""

    def __init__(self, database: Database) -> None:
        self._database = database
