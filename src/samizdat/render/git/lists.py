"""Home, section and archive pages."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby

from samizdat.model.address import host_of, is_web
from samizdat.model.page import ArchivePage, HomePage, NewsroomShelf, SectionPage, Teaser
from samizdat.render.git.frame import RULE, foot, framed, joined, named_link, navigation
from samizdat.render.git.paths import README, page_path, section_file, story_file
from samizdat.render.git.phrase import SEPARATOR, heading_of, isolated, phrase, readable, words
from samizdat.render.look import Look
from samizdat.render.markdown import title_link
from samizdat.render.wording import Wording, format_date, format_month, format_short, localise

BEGIN, END = "<!-- samizdat:begin -->", "<!-- samizdat:end -->"
"""Around our part of README.md; people own the text before and after."""


def home_markdown(page: HomePage, look: Look) -> str:
    """Return the front page: newsrooms, their sections, each with its newest stories."""
    newsrooms = [_newsroom(shelf, look.wording) for shelf in page.newsrooms]
    body = joined(
        [
            heading_of(page.title or look.title or look.wording.home, wording=look.wording),
            *(newsrooms or [words(look.wording.empty)]),
            RULE,
            foot(look),
        ]
    )
    return f"{BEGIN}\n\n{framed(body, look.wording)}\n{END}\n"


def _newsroom(shelf: NewsroomShelf, wording: Wording) -> str:
    names = [
        named_link(s.section.name, README, section_file(s.section.key), wording)
        for s in shelf.shelves
        if len(shelf.shelves) > 1
    ]
    if is_web(shelf.home):
        names.append(isolated(title_link(host_of(shelf.home), shelf.home), "ltr", wording))
    blocks = [heading_of(shelf.name or shelf.id, wording=wording, level=2), SEPARATOR.join(names)]
    for section in shelf.shelves:
        target = section_file(section.section.key)
        blocks.append(heading_of(section.section.name, wording=wording, level=3, target=target))
        blocks.append(teasers(section.teasers, README, wording) if section.teasers else "")
    return joined(blocks)


def section_markdown(page: SectionPage, look: Look) -> str:
    """Return a section: its newest stories, then its archive by year and month."""
    wording, path = look.wording, page_path(page)
    way = navigation(path, (), wording)
    archive = _years(page, wording)
    blocks = [
        way,
        heading_of(page.newsroom, page.section.name, wording=wording),
        teasers(page.teasers, path, wording),
        heading_of(wording.archive, wording=wording, level=2) if archive else "",
        archive,
        RULE,
        way if len(page.teasers) > 10 else "",
        foot(look),
    ]
    return framed(joined(blocks), wording)


def teasers(
    stories: Sequence[Teaser], source: str, wording: Wording, *, short: bool = False
) -> str:
    """Return a list of stories for the file *source*; *short* leaves the year out of dates."""
    if not stories:
        return words(wording.empty)
    dated = format_short if short else format_date
    # Relative addresses depend on the folder only, which the months of a section share.
    folder = source[: source.rfind("/") + 1]
    return "\n".join(_teaser(story, folder, wording, dated) for story in stories)


@lru_cache(maxsize=20_000)
def _teaser(
    story: Teaser, source: str, wording: Wording, dated: Callable[[Wording, datetime], str]
) -> str:
    """Return a story's line; a month's page shows again a thousand that have not changed."""
    title = readable(story.title, wording.untitled)
    target = story_file(story.path)
    parts = [
        named_link(title, source, target, wording, story.language),
        dated(wording, story.sort_at),
    ]
    parts += [words(wording.updated_mark)] if story.updated else []
    parts += [words(wording.gone_mark)] if story.gone else []
    return f"- {SEPARATOR.join(parts)}"


def _years(page: SectionPage, wording: Wording) -> str:
    """Return the archive's months, one line a year."""
    lines = []
    for year, months in groupby(page.months, key=lambda month: month[0][:4]):
        links = [
            _counted(format_month(wording, period, year=False), period, count, page, wording)
            for period, count in months
        ]
        lines.append(f"- **{localise(wording, year)}**: {SEPARATOR.join(links)}")
    return "\n".join(lines)


def _counted(
    text: str, period: str, count: int, page: SectionPage | ArchivePage, wording: Wording
) -> str:
    """Return a link to *period* in the section's archive and the number of its stories."""
    way = named_link(text, page_path(page), section_file(page.section.key, period), wording)
    return f"{way} {phrase(wording.count, count=localise(wording, count))}"


def archive_markdown(page: ArchivePage, look: Look) -> str:
    """Return a section's stories of one month or day, or the days of a long month."""
    wording, path = look.wording, page_path(page)
    steps = [(page.section.name, section_file(page.section.key))]
    if page.period.count("-") == 2:
        month = page.period[:7]
        steps.append((format_month(wording, month), section_file(page.section.key, month)))
    way = navigation(path, steps, wording)
    days = [
        f"- {_counted(_period(wording, day), day, count, page, wording)}"
        for day, count in page.parts
    ]
    names = (page.newsroom, page.section.name, _period(wording, page.period))
    content = "\n".join(days) or teasers(page.teasers, path, wording, short=True)
    return framed(
        joined([way, heading_of(*names, wording=wording), content, RULE, way, foot(look)]), wording
    )


def _period(wording: Wording, period: str) -> str:
    """Return a month or a day as readers write it."""
    if period.count("-") == 1:
        return format_month(wording, period)
    return format_date(wording, datetime.fromisoformat(period).replace(tzinfo=UTC))
