"""All tables. Names of tables and columns last as long as the mirrors that use them.

Nothing here is particular to SQLite.
"""

from samizdat.store.tables_edition import (
    asset,
    dirty,
    edition,
    file,
    head,
    head_section,
    head_topic,
    page,
    remote,
    section_count,
    story_asset,
    story_check,
    variant,
)
from samizdat.store.tables_news import (
    address,
    blob,
    entry,
    guid,
    host,
    metadata,
    newsroom,
    response,
    revision,
    schema,
    sighting,
    source,
    source_section,
    story,
)

# fmt: off
__all__ = [
    "address", "asset", "blob", "dirty", "edition", "entry", "file", "guid", "head",
    "head_section", "head_topic", "host", "metadata", "newsroom", "page", "remote",
    "response", "revision", "schema", "section_count", "sighting", "source",
    "source_section", "story", "story_asset", "story_check", "variant",
]
# fmt: on
