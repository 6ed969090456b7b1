"""One story that a source announces, not yet fetched."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source says of one story.

    Attributes:
        address: absolute http(s) address, canonical spelling (`model.address.canonical_address`).
        guid: the source's own identifier, "" if it has none.
        title: as announced, plain text, "" if not announced.
        published_at: aware UTC, None if not announced.
        updated_at: aware UTC, None if not announced.
        content: full text as an HTML fragment, "" where the source carries a summary only.
        authors: names.
        tags: the source's categories.
        image: absolute address of the announced picture, "" if none.
        language: BCP 47 tag, "" if not announced.
    """

    address: str
    guid: str = ""
    title: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    content: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str = ""
    language: str = ""
