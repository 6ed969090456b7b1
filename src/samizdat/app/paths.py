"""Page keys → the files that may show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from samizdat.app.mirror import Mirror
from samizdat.app.rendering import chunks
from samizdat.model.asset import Variant
from samizdat.model.page import alias_key, image_key, story_key
from samizdat.render.git import page_path, qr_file, story_file

_IMAGE, _STORY, _ALIAS = image_key(""), story_key(""), alias_key("")


def page_files(
    mirror: Mirror, pages: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the key of each of *pages* (key, fingerprint) and the paths of its files.

    A story may have a picture of its code beside its page, whether a remote has that or not.
    """
    for chunk in chunks(pages):
        stories = [key.removeprefix(_STORY) for key, _ in chunk if key.startswith(_STORY)]
        heads = mirror.store.heads(stories)
        for key, _ in chunk:
            head = heads.get(key.removeprefix(_STORY)) if key.startswith(_STORY) else None
            yield key, _files(key, head.story.path if head else "")


def _files(key: str, story: str) -> tuple[str, ...]:
    if story:
        return story_file(story), qr_file(story)
    if key.startswith(_IMAGE):
        return (Variant(key.removeprefix(_IMAGE), 0, 0, 0).path,)
    if key.startswith(_ALIAS):
        return (key.removeprefix(_ALIAS),)
    with suppress(ValueError):
        return (page_path(key),)
    return ()
