"""What is rendered while an edition is still being built is what would be rendered after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from samizdat.app import ahead as looking_ahead
from samizdat.app import build as building
from samizdat.app import rendering
from samizdat.app.ahead import Ahead
from samizdat.app.build import build
from samizdat.app.mirror import Mirror
from samizdat.app.publish import publish
from samizdat.app.remotes import overlay_of
from samizdat.app.render_pool import RenderPool
from samizdat.app.render_worker import RenderJob
from samizdat.app.rendering import Renderings
from samizdat.app.summary import Summary
from samizdat.app.sync import take_desk
from samizdat.app.undo import undo
from tests.app.test_incremental import changed_story, new_story
from tests.app.town import Town, files, open_town, rebuild


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A mirror of some stories, of which three pages at a time are built and rendered ahead."""
    monkeypatch.setattr(looking_ahead, "FEW", 2)
    monkeypatch.setattr(building, "CHUNK", 3)
    with open_town(tmp_path / "town", 3) as made:
        for _ in range(12):
            new_story(made)
        yield made


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[RenderJob]:
    """The jobs that were begun, in order."""
    begun: list[RenderJob] = []
    submit = RenderPool.submit

    def noted(pool: RenderPool, job: RenderJob) -> object:
        begun.append(job)
        return submit(pool, job)

    monkeypatch.setattr(RenderPool, "submit", noted)
    return begun


def pages_of(jobs: list[RenderJob]) -> list[str]:
    return [page.key for job in jobs for page, _ in job.pages]


def ready(town: Town) -> Mirror:
    """Return the mirror as a run opens it, its desk in force."""
    mirror = town.mirror
    take_desk(mirror, Summary())
    return mirror


def test_every_page_is_rendered_once_and_most_of_them_before_publication(
    town: Town, jobs: list[RenderJob], tmp_path: Path
) -> None:
    mirror = ready(town)
    with closing(Ahead(mirror)) as ahead:
        report = build(mirror, ahead=ahead)
        early = len(pages_of(jobs))
        outcomes = publish(mirror, ahead=ahead)
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert report.pages - 2 <= early
    assert len(pages_of(jobs)) == len(set(pages_of(jobs))) == report.pages
    ours = published(town)
    assert ours == rebuilt(town, tmp_path)


def test_a_page_that_is_built_twice_shows_what_was_built_last(town: Town, tmp_path: Path) -> None:
    mirror = ready(town)
    with closing(Ahead(mirror)) as ahead:
        build(mirror, ahead=ahead)
        for _ in range(6):
            changed_story(town)
        build(mirror, ahead=ahead)
        publish(mirror, ahead=ahead)
    ours = published(town)
    assert ours == rebuilt(town, tmp_path)


def test_remotes_that_are_not_all_asked_get_what_was_rendered(
    town: Town, jobs: list[RenderJob]
) -> None:
    mirror = ready(town)
    with closing(Ahead(mirror)) as ahead:
        build(mirror, ahead=ahead)
        (first,) = publish(mirror, only=["plain"], ahead=ahead)
        early = len(jobs)
        (second,) = publish(mirror, only=["forge"], ahead=ahead)
    assert (first.error, second.error) == (None, None)
    assert len(jobs) > early, "what was taken is not there a second time"
    assert set(files(town.folder / "plain")) > {"README.md"}


def test_other_words_around_pages_are_rendered_anew(town: Town, jobs: list[RenderJob]) -> None:
    mirror = ready(town)
    with closing(Ahead(mirror)) as ahead:
        build(mirror, ahead=ahead)
        town.settings.public = "https://elsewhere.example/town/"
        moved = ready(town)
        publish(moved, ahead=ahead)
    shown = b"".join(published(town).values())
    assert shown.count(b"(https://elsewhere.example/town/") == 12, "the code of each story"
    assert b"(https://forge.example/town/" not in shown


def test_nothing_begins_for_remotes_that_an_undo_holds_back(
    town: Town, jobs: list[RenderJob]
) -> None:
    town.publish()
    changed_story(town)
    town.publish()
    undo(town.mirror)
    for _ in range(6):
        changed_story(town)
    jobs.clear()
    mirror = ready(town)
    with closing(Ahead(mirror)) as ahead:
        assert build(mirror, ahead=ahead).pages > 3
        assert jobs == []
        assert all(outcome.held for outcome in publish(mirror, ahead=ahead))


def test_workers_end_when_the_last_remote_has_its_pages(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "RenderPool", partial(RenderPool, workers=2, few=0))
    mirror = ready(town)
    build(mirror)
    overlays = {remote.name: overlay_of(mirror, remote) for remote in mirror.config.remotes}
    wanted = [*mirror.store.pages_since(0)]
    with closing(Renderings(mirror, overlays)) as renderings:
        first = [page for pages in renderings.of("plain", wanted) for page in pages]
        assert _has_workers(renderings)
        again = [page for pages in renderings.of("forge", wanted) for page in pages]
        assert not _has_workers(renderings)
        assert [page.key for page in first] == [page.key for page in again]
        assert all(file.read() for page in again for file in page.files.values())


def _has_workers(renderings: Renderings) -> bool:
    return renderings._pool._executor is not None


def published(town: Town) -> dict[str, bytes]:
    return files(town.folder / "plain")


def rebuilt(town: Town, folder: Path) -> dict[str, bytes]:
    """Return what a rebuild of everything, with no work ahead, gives."""
    return files(rebuild(town, folder / "again") / "plain")
