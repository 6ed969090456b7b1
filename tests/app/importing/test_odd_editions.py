"""An edition is somebody's files: what it claims is taken only where it can be true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samizdat.app.mirror import open_mirror
from samizdat.model.story import Head
from samizdat.model.story_mark import AliasMark, StoryMark, write_machine_line
from tests.app.importing.conftest import Desk, OldMirror

WHEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
MARK = StoryMark(
    "aaaaaaaaaaaa",
    address="https://harbour.example/a",
    newsroom="harbour",
    published=WHEN,
    first=WHEN,
    mirrored=WHEN,
    language="en",
    title="The ferry runs again",
    sections=("harbour/news",),
    body=(3, 1),
)
PATH = "harbour/2026/03/aa/aaaaaaaaaaaa.md"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Give the folder of an edition."""
    folder = tmp_path / "edition"
    folder.mkdir()
    return folder


def put(edition: Path, path: str, mark: StoryMark | AliasMark, body: str = "It is so.") -> None:
    """Write a page that *mark* tells of."""
    file = edition / path
    file.parent.mkdir(parents=True, exist_ok=True)
    text = f"# Told\n\n{body}\n\n---\n\nEnd\n\n{write_machine_line(mark)}\n"
    file.write_text(text, encoding="utf-8")


def heads(desk: Desk) -> dict[str, Head]:
    """Return the heads of all stories by path."""
    with open_mirror(desk.folder) as mirror:
        found = mirror.store.heads(list(mirror.store.all_story_ids()))
        return {head.story.path: head for head in found.values()}


@pytest.mark.usefixtures("old")
def test_claims_that_cannot_be_are_passed_over(desk: Desk, edition: Path) -> None:
    put(
        edition,
        PATH,
        replace(
            MARK,
            id="../../up",
            sections=("../..", "harbour/news", "a/b/c"),
            pictures=(("https://harbour.example/a.jpg", "../../../etc/hostname"),),
            first=datetime(9000, 1, 1, tzinfo=UTC),
            mirrored=datetime(9000, 1, 1, tzinfo=UTC),
        ),
    )
    report = desk.take(str(edition))
    assert (report["new"], report["kept_pictures"], report["failed"]) == (1, 0, [])
    (head,) = heads(desk).values()
    assert f"{head.story.path}.md" == PATH
    assert head.story.id.isalnum()
    assert head.sections == ("harbour/news",)
    assert head.mirrored_at.year < 9000
    assert desk.take(str(edition))["new"] == 0


@pytest.mark.usefixtures("old")
def test_two_pages_of_one_id_are_one_story(desk: Desk, edition: Path) -> None:
    put(edition, PATH, MARK)
    put(edition, "harbour/copy.md", MARK)
    desk.take(str(edition))
    assert [f"{path}.md" for path in heads(desk)] == [PATH]
    with open_mirror(desk.folder) as mirror:
        found = mirror.store.aliases(["harbour/copy.md"])
    assert found == {"harbour/copy.md": f"story/{MARK.id}"}


@pytest.mark.usefixtures("old")
def test_pages_that_lead_nowhere_are_named(desk: Desk, edition: Path) -> None:
    put(edition, PATH, MARK)
    lost = "harbour/2026/03/bb/bbbbbbbbbbbb.md"
    itself = "harbour/2026/03/cc/cccccccccccc.md"
    put(edition, lost, StoryMark("bbbbbbbbbbbb", "merged", target="harbour/none.md"))
    put(edition, itself, StoryMark("cccccccccccc", "merged", target=itself))
    put(edition, "old.md", AliasMark("../../etc/passwd"))
    report = desk.take(str(edition))
    assert [flaw["where"].partition(":")[0] for flaw in report["flaws"]] == [lost, itself, "old.md"]
    assert len(heads(desk)) == 1


@pytest.mark.usefixtures("old")
def test_a_withdrawn_story_that_nothing_tells_of_stays_withdrawn(desk: Desk, edition: Path) -> None:
    path = "elsewhere/page.md"
    put(edition, path, StoryMark("bbbbbbbbbbbb", "withdrawn", reason="A court asked."))
    assert desk.take(str(edition))["new"] == 1
    head = heads(desk)["elsewhere/page"]
    assert (head.state, head.reason, head.story.newsroom) == (
        "withdrawn",
        "A court asked.",
        "harbour",
    )


@pytest.mark.usefixtures("old")
def test_a_withdrawn_story_without_any_newsroom_is_named(desk: Desk, edition: Path) -> None:
    desk.configure('[mirror]\ntitle = "New"\n')
    put(edition, PATH, StoryMark(MARK.id, "withdrawn"))
    report = desk.take(str(edition))
    assert [flaw["where"] for flaw in report["flaws"]] == [f"{PATH}:1"]
    assert heads(desk) == {}


@pytest.mark.usefixtures("old")
def test_a_line_that_is_broken_makes_no_story_of_ours(desk: Desk, edition: Path) -> None:
    put(edition, PATH, MARK)
    (edition / "x.md").write_text('# Odd\n\n<!-- samizdat:story {"id":7} -->\n', encoding="utf-8")
    report = desk.take(str(edition))
    assert (report["editions"], report["others"]) == (1, ["x.md"])


def test_pages_of_another_system_beside_ours_are_read_too(desk: Desk, old: OldMirror) -> None:
    put(old.work, PATH, MARK)
    report = desk.take(str(old.work))
    assert (report["editions"], report["new"]) == (0, 29), "what is not committed is not read"
    old.write([])
    report = desk.take(str(old.work))
    assert (report["editions"], report["new"], report["unchanged"]) == (1, 1, 29)
