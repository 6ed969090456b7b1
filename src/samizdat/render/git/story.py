"""The page of one story."""

from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from operator import itemgetter

from samizdat.model.page import Correction, SectionName, StoryPage
from samizdat.model.story_mark import StoryMark, write_machine_line
from samizdat.model.tree_text import text_of
from samizdat.render.git.body import Body
from samizdat.render.git.frame import (
    RULE,
    Steps,
    foot,
    joined,
    links_list,
    navigation,
    split_frame,
    topics_line,
)
from samizdat.render.git.paths import page_path, section_file
from samizdat.render.git.phrase import (
    SEPARATOR,
    address,
    block,
    heading_of,
    name,
    phrase,
    readable,
    words,
)
from samizdat.render.git.teasers import teasers
from samizdat.render.look import Look
from samizdat.render.markdown import heading
from samizdat.render.wording import (
    Wording,
    count_form,
    direction_of,
    format_date,
    format_month,
    format_time,
)

_FIRST_WORDS = 60
"""Characters of the body that stand in for a missing title."""


@dataclass(frozen=True, slots=True)
class StoryParts:
    """A story's page in pieces of Markdown, each of whole blocks; "" where there is none.

    Attributes:
        way: the way back and the operator's links.
        title: the heading, in a division of its own where it runs against the page.
        byline: newsroom and authors.
        times: when it was published and mirrored, how often it changed.
        gone: that the original is gone.
        corrections: editors' notes.
        above: promoted links before the body.
        body: the story itself.
        footnotes: addresses of the body's links, if they are footnotes.
        below: promoted links after the body.
        topics: links to the story's topics.
        related: heading and list of related stories.
        original: where the story comes from.
        missing: origins of the pictures in whose place words stand.
        notes: addresses of the footnotes.
    """

    way: str
    title: str
    byline: str
    times: str
    gone: str
    corrections: str
    above: str
    body: str
    footnotes: str
    below: str
    topics: str
    related: str
    original: str
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def story_markdown(page: StoryPage, look: Look, image_base: str = "") -> tuple[str, str]:
    """Return the page before and after the place where a remote's share block goes in.

    The second part is empty if the page has no such place.
    """
    wording = look.wording
    if page.state == "withdrawn":
        end = _end(story_way(page, look), look)
        before, after = split_frame(withdrawn(page, look), end, wording)
        return f"{before}{after}\n{machine_line(page)}\n", ""
    parts = story_parts(page, look, image_base)
    start = [
        *(parts.way, parts.title, parts.byline, parts.times, parts.gone, parts.corrections),
        *((parts.above, RULE) if parts.above else ()),
        *(parts.body, parts.footnotes),
        *((RULE, parts.below) if parts.below else ()),
        *(parts.topics, parts.related, RULE, parts.original),
    ]
    before, after = split_frame(joined(start), _end(parts.way, look), wording)
    return before, with_machine_line(page, parts, before, after)


def _end(way: str, look: Look) -> str:
    return joined([RULE, way, foot(look)])


def story_parts(page: StoryPage, look: Look, image_base: str = "") -> StoryParts:
    """Return the pieces of the page of a story that is shown or whose original is gone."""
    path, wording = page_path(page), look.wording
    body = Body(page, path, look, image_base)
    title = readable(page.title, "") or _title(page, wording)
    direction = direction_of(page.language, title)
    head, text = heading(title, 1), body.markdown()
    if direction != wording.direction:
        head = block(head, direction, page.language)
        text = block(text, direction, page.language) if text else ""
    return StoryParts(
        way=story_way(page, look),
        title=head,
        byline=_origin(page, wording),
        times=_times(page, wording),
        gone=_gone(page, wording),
        corrections=joined(_correction(told, wording) for told in page.corrections),
        above=links_list(page.promos_above, path, wording),
        body=text,
        footnotes=body.footnotes(),
        below=links_list(page.promos_below, path, wording),
        topics=topics_line(page.topics, path, wording),
        related=_related(page, path, wording),
        original=phrase(wording.original, address=address(page.address, wording)),
        missing=body.missing(),
        notes=body.notes,
    )


def story_way(page: StoryPage, look: Look) -> str:
    """Return the way back: the story's sections, then its month in the first one's archive."""
    at = page.sort_at or page.published_at
    at = at.astimezone(UTC) if at else None
    period = f"{at.year:04d}-{at.month:02d}" if at else ""
    steps = _steps(page.sections, period, look.wording)
    return navigation(page_path(page), steps, page.navigation, look.wording)


@lru_cache(maxsize=4096)
def _steps(sections: tuple[SectionName, ...], period: str, wording: Wording) -> Steps:
    steps = [(section.name, section_file(section.key)) for section in sections]
    if sections and period:
        steps.append((format_month(wording, period), section_file(sections[0].key, period)))
    return tuple(steps)


def withdrawn(page: StoryPage, look: Look) -> str:
    """Return the page without its foot: neither title, picture nor original remain."""
    reason = words(readable(page.reason, look.wording.withdrawn_note))
    head = heading_of(look.wording.withdrawn, wording=look.wording)
    return joined([story_way(page, look), head, reason])


def _title(page: StoryPage, wording: Wording) -> str:
    """Return the first words of the body, or that there is no title."""
    text = " ".join(text_of(page.article.blocks).split())
    if len(text) <= _FIRST_WORDS:
        return readable(text, wording.untitled)
    start, _, _ = text[: _FIRST_WORDS + 1].rpartition(" ")
    # Chinese has no spaces: there a cut inside the sentence is as good as any.
    return f"{start if len(start) > _FIRST_WORDS // 2 else text[:_FIRST_WORDS]}…"


def _origin(page: StoryPage, wording: Wording) -> str:
    """Return who says it: the newsroom and the byline."""
    parts = [f"**{name(page.newsroom, wording)}**"] if readable(page.newsroom, "") else []
    authors = [name(author, wording) for author in page.article.authors if readable(author, "")]
    if authors:
        parts.append(phrase(wording.by, names=words(wording.names_separator).join(authors)))
    return SEPARATOR.join(parts)


def _times(page: StoryPage, wording: Wording) -> str:
    """Return when it was published and which state this is."""
    parts = []
    if page.published_at:
        parts.append(phrase(wording.published, time=words(format_time(wording, page.published_at))))
    parts.append(phrase(wording.mirrored, time=words(format_time(wording, page.mirrored_at))))
    if page.updated:
        parts.append(words(count_form(wording.updated_times, wording, page.updated)))
    return SEPARATOR.join(parts)


def _gone(page: StoryPage, wording: Wording) -> str:
    if page.state != "gone":
        return ""
    note = phrase(wording.gone_note, date=words(format_date(wording, page.mirrored_at)))
    return f"> {note} {words(page.reason)}".rstrip(" ")


def _correction(told: Correction, wording: Wording) -> str:
    """Return an editor's note as a quotation under a line that says what it is."""
    head = words(wording.correction)
    if told.at:
        head = phrase(wording.correction_of, date=words(format_date(wording, told.at)))
    lines = [name(text, wording) for text in told.paragraphs if readable(text, "")]
    return "\n>\n".join(f"> {line}" for line in (f"**{head.strip(' ')}**", *lines))


def _related(page: StoryPage, path: str, wording: Wording) -> str:
    if not page.related:
        return ""
    head = heading_of(wording.related, wording=wording, level=2)
    return joined([head, teasers(page.related, path, wording)])


def with_machine_line(page: StoryPage, parts: StoryParts, before: str, after: str) -> str:
    """Return what follows a remote's own lines on a page: *after*, and the machine line."""
    place = _place_of(parts.body, before, after)
    return f"{after}\n{machine_line(page, parts, place)}\n"


def _place_of(body: str, before: str, after: str) -> tuple[int, int]:
    """Return first line and number of lines of *body*, as `StoryMark.body` has them."""
    if not body:
        return 0, 0
    count = body.count("\n") + 1
    above = f"\n\n{before}"
    at = above.rfind(f"\n\n{body}\n\n")
    if at >= 0:
        return above.count("\n", 0, at) + 1, count
    at = after.find(body)
    # The line end after the last of *after*, and the machine line.
    return (-(after.count("\n", at) + 2), count) if at >= 0 else (0, 0)


def machine_line(
    page: StoryPage, parts: StoryParts | None = None, body: tuple[int, int] = (0, 0)
) -> str:
    """Return the last line of the file: what programs have to know of the story."""
    if page.state == "withdrawn" or parts is None:
        return write_machine_line(StoryMark(page.id, page.state, reason=page.reason))
    article, withheld = page.article, page.withheld
    mark = StoryMark(
        id=page.id,
        state=page.state,
        address=page.address,
        newsroom=page.newsroom_id,
        published=page.published_at,
        first=page.sort_at,
        mirrored=page.mirrored_at,
        language=page.language,
        title=page.title,
        authors=article.authors,
        sections=tuple(section.key for section in page.sections),
        tags=article.tags,
        pictures=(
            *(
                (origin, variant.path)
                for origin, variant in sorted(page.variants.items(), key=itemgetter(0))
                if origin not in withheld
            ),
            *((origin, "") for origin in parts.missing),
        ),
        updated=page.updated,
        reason=page.reason,
        body=body,
        links=tuple(sorted(page.links.items())),
        notes=parts.notes,
    )
    return write_machine_line(mark)
