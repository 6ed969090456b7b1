"""Topics: which of a newsroom's words mean the same, and the key that a word gets by itself."""

import base64
import hashlib
import re
import unicodedata
from functools import lru_cache

from samizdat.model.identity import is_key

MOST_TAGS = 12
"""Tags of one story that count; pages with more list keywords for search engines."""

FEWEST_STORIES = 2
"""Visible stories from which on a topic has a page: a page of one story leads nowhere."""

RELATED_WINDOW = 20
"""Older stories of each topic among which a story's related ones are looked for. It bounds both
what one story's page costs and how many pages a changed story can touch."""

RELATED_STORIES = 5
"""Related stories that a page shows."""

_SPACE = re.compile(r"\s+")
_LOOSE = re.compile(r"[^a-z0-9]+")


def tag_key(tag: str) -> str:
    """Return *tag* in the form in which two spellings of a word meet; twice equals once.

    >>> tag_key(" #Ｈarbour  News ")
    'harbour news'
    """
    text = unicodedata.normalize("NFKC", tag).casefold()
    text = unicodedata.normalize("NFKC", text)
    return _SPACE.sub(" ", text).strip(" #＃")


@lru_cache(maxsize=4096)
def own_topic(tag: str) -> str:
    """Return the topic's key that *tag* gets where topics.toml says nothing, "" for an empty tag.

    An ASCII word is its own key, in lower case with hyphens; any other gets `t-` and 12 characters
    of its hash, since paths are ASCII.

    >>> own_topic("Harbour News"), own_topic("港口")
    ('harbour-news', 't-ltauiswujupm')
    """
    key = tag_key(tag)
    if not key:
        return ""
    slug = _LOOSE.sub("-", key).strip("-")
    if key.isascii() and is_key(slug) and len(slug) * 2 >= len(key):
        return slug
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return "t-" + base64.b32encode(digest).decode().lower()[:12]
