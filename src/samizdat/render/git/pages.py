"""Page values → files of the Git edition."""

from samizdat.model.file import File
from samizdat.model.page import (
    AliasPage,
    ArchivePage,
    HomePage,
    Page,
    SectionPage,
    TopicArchivePage,
    TopicPage,
)
from samizdat.render.git.lists import archive_markdown, home_markdown, section_markdown
from samizdat.render.git.paths import page_path
from samizdat.render.git.story import story_markdown
from samizdat.render.look import Look


def render_page(page: Page, look: Look) -> tuple[File, ...]:
    """Return the files of *page*, without any address of the mirror itself."""
    path = page_path(page)
    match page:
        case HomePage():
            return (File(path, _bytes(home_markdown(page, look)), managed_part=True),)
        case SectionPage():
            return (File(path, _bytes(section_markdown(page, look))),)
        case ArchivePage():
            return (File(path, _bytes(archive_markdown(page, look))),)
        case TopicPage() | TopicArchivePage() | AliasPage():
            raise ValueError(f"the Git edition has no such page yet: {page.key}")
        case _:
            before, after = (_bytes(part) for part in story_markdown(page, look))
            return (File(path, before + after, share_at=len(before) if after else None),)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
