"""The article of an entry whose source carries the full text."""

from samizdat.errors import NoStoryError
from samizdat.extract.language import choose_language
from samizdat.extract.lead import split_lead, without_title
from samizdat.extract.reader import read_fragment
from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.model.tree_text import text_of


def article_from_entry(entry: Entry, *, language: str = "") -> Article:
    """Return the article that *entry* itself holds; *language* is its newsroom's.

    Raises:
        ParseError: the text would cost far more to read than any real one.
        NoStoryError: the entry has no text.
    """
    blocks = without_title(read_fragment(entry.content, entry.address), entry.title)
    lead, blocks = split_lead(blocks, entry.image)
    text = text_of(blocks, captions=False)
    if not text:
        hint = "read the story's page instead"
        raise NoStoryError("the entry has no text", where=entry.address, hint=hint)
    return Article(
        title=entry.title,
        blocks=blocks,
        authors=entry.authors,
        published_at=entry.published_at,
        modified_at=entry.updated_at,
        language=choose_language((entry.language,), f"{entry.title}\n{text}", language),
        lead=lead,
        tags=entry.tags,
        route="feed",
        confidence=1.0,
    )
