"""All tables. Names of tables and columns last as long as the mirrors that use them.

Nothing here is particular to SQLite.
"""

from samizdat.store.tables_desk import (
    alias,
    delivery,
    desk,
    setting,
    story_link,
    story_tag,
    topic,
    topic_address,
    topic_alias,
)
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
    topic_count,
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
    "address", "alias", "asset", "blob", "delivery", "desk", "dirty", "edition", "entry",
    "file", "guid", "head", "head_section", "head_topic", "host", "metadata", "newsroom",
    "page", "remote", "response", "revision", "schema", "section_count", "setting",
    "sighting", "source", "source_section", "story", "story_asset", "story_check",
    "story_link", "story_tag", "topic", "topic_address", "topic_alias", "topic_count",
    "variant",
]
# fmt: on
