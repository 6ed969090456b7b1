"""Page values → files of the Git edition."""

from samizdat.errors import ConfigError
from samizdat.model.file import File
from samizdat.model.page import (
    AliasPage,
    ArchivePage,
    HomePage,
    Page,
    SectionPage,
    StoryPage,
    TopicArchivePage,
    TopicPage,
)
from samizdat.render.git.alias import alias_markdown
from samizdat.render.git.home import home_markdown
from samizdat.render.git.lists import period_markdown, section_markdown, topic_markdown
from samizdat.render.git.paths import checked_base, page_path
from samizdat.render.git.story import story_markdown
from samizdat.render.look import Look


def render_page(page: Page, look: Look, *, image_base: str = "") -> tuple[File, ...]:
    """Return the files of *page*, without any address of the mirror itself.

    Args:
        page: the page.
        look: what the mirror's pages have in common.
        image_base: address of a copy of the edition's files, https, from which stories load their
            pictures; "" for the pictures beside the page.

    Raises:
        ValueError: *image_base* is no such address.
    """
    base = checked_base(image_base)
    made, notice = _by_template(page, look, base) if look.templates else (None, "")
    before, after = made or _markdown(page, look, base)
    content = before.encode("utf-8", "replace")
    return (
        File(
            page_path(page),
            content + after.encode("utf-8", "replace"),
            share_at=len(content) if after else None,
            managed_part=isinstance(page, HomePage),
            notice=notice,
        ),
    )


def _by_template(page: Page, look: Look, image_base: str) -> tuple[tuple[str, str] | None, str]:
    """Return the page by the editors' template, if one can be used, and why it cannot."""
    from samizdat.render.templates.page import templated  # noqa: PLC0415  seldom there, and heavy

    try:
        return templated(page, look, image_base), ""
    except ConfigError as error:
        return None, error.what


def _markdown(page: Page, look: Look, image_base: str) -> tuple[str, str]:
    """Return the page before and after the place for a remote's own lines, if it has one."""
    match page:
        case StoryPage():
            return story_markdown(page, look, image_base)
        case HomePage():
            return home_markdown(page, look)
        case SectionPage():
            return section_markdown(page, look), ""
        case ArchivePage() | TopicArchivePage():
            return period_markdown(page, look), ""
        case TopicPage():
            return topic_markdown(page, look), ""
        case AliasPage():
            return alias_markdown(page, look), ""
