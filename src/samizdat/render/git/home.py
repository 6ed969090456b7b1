"""The front page, and the place where a remote names the other mirrors."""

from samizdat.model.address import host_of, is_web
from samizdat.model.page import HomePage, NewsroomShelf, SectionShelf
from samizdat.render.git.frame import (
    RULE,
    bar,
    foot,
    joined,
    named_link,
    notes_block,
    split_frame,
    topics_line,
)
from samizdat.render.git.paths import README, section_file
from samizdat.render.git.phrase import SEPARATOR, heading_of, isolated, words
from samizdat.render.git.teasers import picks, teasers
from samizdat.render.look import Look
from samizdat.render.markdown import title_link
from samizdat.render.wording import Wording

BEGIN, END = "<!-- samizdat:begin -->", "<!-- samizdat:end -->"
"""Around our part of README.md; people own the text before and after."""


def home_markdown(page: HomePage, look: Look) -> tuple[str, str]:
    """Return the front page before and after the place for the other mirrors' addresses.

    What editors pinned and recommend comes first, then newsrooms, their sections, each with its
    newest stories.
    """
    wording = look.wording
    links = bar(README, page.navigation, wording)
    newsrooms = [newsroom(shelf, wording) for shelf in page.newsrooms]
    start = [
        home_title(page, look),
        links,
        notes_block(page.notes, README, wording),
        recommended(page, wording),
        topics_line(page.topics, README, wording),
        *(newsrooms or [words(wording.empty)]),
    ]
    return marked(*split_frame(joined(start), joined([RULE, links, foot(look)]), wording))


def marked(before: str, after: str) -> tuple[str, str]:
    """Return our part of README.md between its markers."""
    return f"{BEGIN}\n\n{before}", f"{after}\n{END}\n"


def home_title(page: HomePage, look: Look) -> str:
    """Return the heading: the mirror's title."""
    return heading_of(page.title or look.title or look.wording.home, wording=look.wording)


def recommended(page: HomePage, wording: Wording) -> str:
    """Return the stories that editors put on top of the page, "" if there are none."""
    if not page.picks:
        return ""
    head = heading_of(wording.recommended, wording=wording, level=2)
    return joined([head, teasers(page.picks, README, wording)])


def newsroom(shelf: NewsroomShelf, wording: Wording) -> str:
    """Return a newsroom: its name, the way to its sections and home, and its shelves."""
    names = [section_link(s, wording) for s in shelf.shelves if len(shelf.shelves) > 1]
    names += [link] if (link := home_link(shelf, wording)) else []
    head = heading_of(shelf.name or shelf.id, wording=wording, level=2)
    return joined([head, SEPARATOR.join(names), *(_shelf(s, wording) for s in shelf.shelves)])


def section_link(shelf: SectionShelf, wording: Wording) -> str:
    """Return a section's name as a link to its page."""
    return named_link(shelf.section.name, README, section_file(shelf.section.key), wording)


def home_link(shelf: NewsroomShelf, wording: Wording) -> str:
    """Return the host of the newsroom's own home page as a link, "" if it is not known."""
    if not is_web(shelf.home):
        return ""
    host = host_of(shelf.home)
    return isolated(title_link(host, shelf.home), "ltr", wording, host)


def _shelf(shelf: SectionShelf, wording: Wording) -> str:
    target = section_file(shelf.section.key)
    head = heading_of(shelf.section.name, wording=wording, level=3, target=target)
    return joined([head, shelf_list(shelf, wording)])


def shelf_list(shelf: SectionShelf, wording: Wording) -> str:
    """Return a section's picks and its newest stories as one list."""
    newest = teasers(shelf.teasers, README, wording) if shelf.teasers else ""
    return "\n".join(part for part in (picks(shelf.picks, README, wording), newest) if part)
