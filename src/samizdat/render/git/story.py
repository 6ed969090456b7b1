"""The page of one story."""

from samizdat.model.address import host_of
from samizdat.model.page import StoryPage
from samizdat.model.tree import Embed, Figure, Image
from samizdat.model.tree_text import text_of
from samizdat.render.git.frame import RULE, foot, framed, joined, navigation
from samizdat.render.git.paths import page_path, relative, section_file
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
from samizdat.render.look import Look
from samizdat.render.markdown import WriteOptions, heading, write_blocks
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


def story_markdown(page: StoryPage, look: Look) -> tuple[str, str]:
    """Return the page before and after the place where a remote's share block goes in."""
    path, wording = page_path(page), look.wording
    way = navigation(path, _steps(page, wording), wording)
    end = joined([RULE, way, foot(look)])
    if page.state == "withdrawn":
        return framed(joined([way, _withdrawn(page, wording), end]), wording), ""
    start = [way, _story(page, path, wording), RULE]
    start.append(phrase(wording.original, address=address(page.address, wording)))
    whole = framed(joined([*start, end]), wording)
    at = whole.rindex(end)
    return whole[:at], whole[at:]


def _steps(page: StoryPage, wording: Wording) -> list[tuple[str, str]]:
    """Return the way back: the story's sections, then its month in the first one's archive."""
    steps = [(section.name, section_file(section.key)) for section in page.sections]
    if page.sections:
        _, year, month, *_ = page.path.split("/")
        period = f"{year}-{month}"
        steps.append((format_month(wording, period), section_file(page.sections[0].key, period)))
    return steps


def _withdrawn(page: StoryPage, wording: Wording) -> str:
    """Return the reason in place of the story: neither title, picture nor original remain."""
    reason = words(readable(page.reason, wording.withdrawn_note))
    return joined([heading_of(wording.withdrawn, wording=wording), reason])


def _story(page: StoryPage, path: str, wording: Wording) -> str:
    """Return everything between the two lines of navigation that is the story's own."""
    title = readable(page.title, "") or _title(page, wording)
    direction = direction_of(page.language, title)
    body = write_blocks((*_lead(page), *page.article.blocks), _options(page, path, wording))
    about = [_origin(page, wording), _times(page, wording), _gone(page, wording)]
    if direction == wording.direction:
        return joined([heading(title, 1), *about, body])
    top = block(heading(title, 1), direction, page.language)
    return joined([top, *about, block(body, direction, page.language) if body else ""])


def _lead(page: StoryPage) -> tuple[Figure, ...]:
    """Return the opening picture, unless there is nothing to show of it."""
    lead = page.article.lead
    shown = lead and (lead.caption or lead.image.address in page.variants)
    return (lead,) if lead and shown else ()


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


def _options(page: StoryPage, path: str, wording: Wording) -> WriteOptions:
    def picture(image: Image) -> str | None:
        variant = page.variants.get(image.address)
        return relative(path, variant.path) if variant else None

    def player(embed: Embed) -> str:
        return wording.embed.replace("{name}", embed.title or host_of(embed.address))

    return WriteOptions(image=picture, missing_image=wording.image_missing, embed_label=player)
