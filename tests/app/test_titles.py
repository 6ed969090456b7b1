"""Where no title may appear, and the one place outside the pages where the mirror's own does."""

from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from samizdat.app.changes import Difference
from samizdat.store import Edition
from samizdat.web.preview import markdown_renderer, page_html

HOSTILE = ("</title><script>x</script>", "&lt;b&gt; a@n.example", "x](javascript:y)", "\u202ea")


class Titled:
    def __init__(self, title: str) -> None:
        self.title = title

    def read(self, path: str) -> bytes | None:
        return None


@pytest.mark.parametrize("title", HOSTILE)
def test_the_preview_shows_the_mirrors_title_as_text(title: str) -> None:
    path = "harbour/2026/03/e3/eaa7vq4nya4q.md"
    page = page_html(Titled(title), path, b"# Ships\n", markdown_renderer()).decode()
    tree = LexborHTMLParser(page)
    assert tree.css("script, img") == []
    assert [node.text() for node in tree.css("head title, header b")] == [
        f"{path} · {title}",
        title,
    ]


def test_a_commit_message_counts_and_names_no_story() -> None:
    edition = Edition(7, datetime(2026, 3, 14, 10, 34, tzinfo=UTC), None, {})
    message = Difference(new=2, updated=1).to_changes(edition).message
    assert message == "2 new stories, 1 updated\n\nEdition 7, as of 2026-03-14 10:34 UTC\n"
