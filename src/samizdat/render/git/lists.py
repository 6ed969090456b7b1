"""Section, topic and archive pages."""

from collections.abc import Callable, Sequence
from itertools import groupby

from samizdat.model.page import ArchivePage, SectionPage, TopicArchivePage, TopicPage
from samizdat.render.git.frame import (
    RULE,
    Steps,
    foot,
    framed,
    joined,
    named_link,
    navigation,
    notes_block,
)
from samizdat.render.git.paths import page_path, section_file, topic_file
from samizdat.render.git.phrase import SEPARATOR, heading_of, phrase
from samizdat.render.git.teasers import teasers
from samizdat.render.look import Look
from samizdat.render.wording import Wording, format_month, format_period, format_year, localise

ListPage = SectionPage | TopicPage
PeriodPage = ArchivePage | TopicArchivePage
FileOf = Callable[[str], str]
"""Period → the file of that archive page of the section or topic."""


def section_markdown(page: SectionPage, look: Look) -> str:
    """Return a section: notes, its newest stories, then its archive by year and month."""
    notes = notes_block(page.notes, page_path(page), look.wording)
    rows = teasers(page.teasers, page_path(page), look.wording, promos=page.promos)
    return _shelf_page(page, (notes, rows), look)


def topic_markdown(page: TopicPage, look: Look) -> str:
    """Return a topic: its newest stories, then its archive by month."""
    return _shelf_page(page, (teasers(page.teasers, page_path(page), look.wording),), look)


def _shelf_page(page: ListPage, content: Sequence[str], look: Look) -> str:
    wording = look.wording
    way = list_way(page, wording)
    archive = archive_lines(page, wording)
    blocks = [
        way,
        list_title(page, wording),
        *content,
        heading_of(wording.archive, wording=wording, level=2) if archive else "",
        archive,
        RULE,
        way,
        foot(look),
    ]
    return framed(joined(blocks), wording)


def list_title(page: ListPage | PeriodPage, wording: Wording) -> str:
    """Return the heading: whose list it is, and of which time."""
    match page:
        case SectionPage() | ArchivePage():
            names = [page.newsroom, page.section.name]
        case _:
            names = [wording.topic, page.topic.name]
    if isinstance(page, PeriodPage):
        names.append(format_period(wording, page.period))
    return heading_of(*names, wording=wording)


def list_way(page: ListPage | PeriodPage, wording: Wording) -> str:
    """Return the way back from a list, and the operator's links."""
    steps = _steps(page, wording) if isinstance(page, PeriodPage) else ()
    return navigation(page_path(page), steps, page.navigation, wording)


def _steps(page: PeriodPage, wording: Wording) -> Steps:
    """Return the way from an archive page: its shelf, then the wider times that hold it."""
    file_of, period = _files(page), page.period
    name = page.section.name if isinstance(page, ArchivePage) else page.topic.name
    steps = [(name, file_of(""))]
    if isinstance(page, ArchivePage) and len(period) > 4:
        steps.append((format_year(wording, period), file_of(period[:4])))
    if len(period) > 7:
        steps.append((format_month(wording, period), file_of(period[:7])))
    return tuple(steps)


def _files(page: ListPage | PeriodPage) -> FileOf:
    match page:
        case SectionPage() | ArchivePage():
            return lambda period: section_file(page.section.key, period)
        case _:
            return lambda period: topic_file(page.topic.key, period)


def archive_lines(page: ListPage, wording: Wording) -> str:
    """Return the archive's months, one line a year; a section's years have pages too."""
    path, file_of = page_path(page), _files(page)
    lines = []
    for year, months in groupby(page.months, key=lambda month: month[0][:4]):
        links = [
            counted(format_month(wording, month, year=False), path, file_of(month), count, wording)
            for month, count in months
        ]
        told = localise(wording, year)
        if isinstance(page, SectionPage):
            told = named_link(told, path, file_of(year), wording, wording.language)
        lines.append(f"- **{told}**: {SEPARATOR.join(links)}")
    return "\n".join(lines)


def counted(text: str, source: str, target: str, count: int, wording: Wording) -> str:
    """Return a link to an archive page and the number of its stories."""
    way = named_link(text, source, target, wording, wording.language)
    return f"{way} {phrase(wording.count, count=localise(wording, count))}"


def period_markdown(page: PeriodPage, look: Look) -> str:
    """Return a shelf's stories of one month or day, or the months or days of a long time."""
    wording, way = look.wording, list_way(page, look.wording)
    blocks = [way, list_title(page, wording), period_content(page, wording), RULE, way, foot(look)]
    return framed(joined(blocks), wording)


def period_content(page: PeriodPage, wording: Wording) -> str:
    """Return the list of the stories, or of the parts of a year or of a long month."""
    if not page.parts:
        return teasers(page.teasers, page_path(page), wording, short=True)
    path, file_of = page_path(page), _files(page)
    return "\n".join(
        f"- {counted(format_period(wording, part), path, file_of(part), count, wording)}"
        for part, count in page.parts
    )
