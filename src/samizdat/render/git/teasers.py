"""Stories in lists."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter

from samizdat.model.page import RowPromo, Teaser
from samizdat.render.git.frame import folder_of, named_link, signpost
from samizdat.render.git.paths import story_file
from samizdat.render.git.phrase import SEPARATOR, readable, words
from samizdat.render.wording import Wording, format_date, format_short


def teasers(
    stories: Sequence[Teaser],
    source: str,
    wording: Wording,
    *,
    short: bool = False,
    promos: Sequence[RowPromo] = (),
) -> str:
    """Return a list of stories for the file *source*; *short* leaves the year out of dates.

    Promoted links stand in bold after their story, those of a longer list at its end.
    """
    if not stories:
        return words(wording.empty)
    rows = [teaser(story, source, wording, short=short) for story in stories]
    for before, promo in enumerate(sorted(promos, key=attrgetter("after"))):
        link = signpost(promo.link.text, promo.link.target, source, wording)
        rows.insert(min(max(promo.after, 0), len(stories)) + before, f"- **{link}**")
    return "\n".join(rows)


def picks(stories: Sequence[Teaser], source: str, wording: Wording) -> str:
    """Return the stories that editors recommend, each with the mark that says so."""
    mark = f"{SEPARATOR}{words(wording.pick_mark)}"
    return "\n".join(teaser(story, source, wording) + mark for story in stories)


def teaser(story: Teaser, source: str, wording: Wording, *, short: bool = False) -> str:
    """Return a story's line in a list of the file *source*."""
    # Relative addresses depend on the folder only, which the months of a section share.
    return _line(story, folder_of(source), wording, format_short if short else format_date)


@lru_cache(maxsize=8192)
def _line(
    story: Teaser, folder: str, wording: Wording, dated: Callable[[Wording, datetime], str]
) -> str:
    """Return a story's line; a month's page shows again a thousand that have not changed."""
    parts = [teaser_link(story, folder, wording), words(dated(wording, story.sort_at))]
    return f"- {SEPARATOR.join([*parts, *marks(story, wording)])}"


def teaser_link(story: Teaser, source: str, wording: Wording) -> str:
    """Return the title of *story* as a link from the file *source*."""
    title = readable(story.title, wording.untitled)
    return named_link(title, source, story_file(story.path), wording, story.language)


def marks(story: Teaser, wording: Wording) -> list[str]:
    """Return what a list says of a story besides title and date."""
    told = [words(wording.updated_mark)] if story.updated else []
    return told + ([words(wording.gone_mark)] if story.gone else [])
