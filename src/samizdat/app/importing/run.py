"""`samizdat import`: an existing mirror into the store, from its files to its newsrooms."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samizdat.app.desk import refresh_desk
from samizdat.app.importing.arrange import Arranged, arrange
from samizdat.app.importing.gather import Gathered, gather
from samizdat.app.importing.rooms import Rooms, places_of
from samizdat.app.importing.save import Saver
from samizdat.app.importing.settle import lacking, settle
from samizdat.app.importing.takeover import take_over
from samizdat.app.importing.values import Imported, ImportOptions
from samizdat.app.mirror import Mirror
from samizdat.app.pool import WorkerPool
from samizdat.app.remotes import is_path, private_hosts
from samizdat.errors import UsageError
from samizdat.model.address import host_of
from samizdat.publish import GitOptions, Visit, visit

_PREFIX = "import-"


def import_mirror(mirror: Mirror, source: str, options: ImportOptions | None = None) -> Imported:
    """Bring the existing mirror at *source*, a path or a Git address, into the store.

    Twice is as good as once: what is there stays, what changed gets a revision.

    Raises:
        UsageError: there is nothing, or nothing of the kind.
        ConfigError: the address cannot be used.
        RemoteError: it cannot be reached or read.
    """
    options, report = options or ImportOptions(), Imported()
    address = str(Path(source).expanduser().resolve()) if is_path(source) else source
    rooms = Rooms(mirror.config, options.newsroom)
    report.failed += [] if options.dry_run else refresh_desk(mirror)
    with _visited(mirror, address, dry_run=options.dry_run) as tree:
        gathered = _gathered(mirror, tree)
        if not gathered.stories:
            raise UsageError(
                "no story's page was found there",
                where=source,
                hint="a story's page is Markdown with a title, a body and a link to its original",
            )
        arranged = arrange(gathered, rooms, tree.first_seen())
        _report(report, gathered, arranged)
        _settle(mirror, rooms, arranged, report, dry_run=options.dry_run)
        saver = Saver(mirror, options, report)
        saver.save(arranged)
        if not options.dry_run:
            take_over(mirror, tree, address, saver.pages, report)
    return report


@contextmanager
def _visited(mirror: Mirror, address: str, *, dry_run: bool) -> Iterator[Visit]:
    """Give the tree at *address*; the repository that it is read through goes away afterwards."""
    store = None if dry_run else mirror.config.store
    if store is not None:
        for left in store.glob(f"{_PREFIX}*"):  # of an import that was killed
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=store) as folder:
        allowed = host_of(address) in private_hosts(mirror)
        repository = Path(folder) / "git"
        with visit(GitOptions("import", address, repository, allow_http=allowed)) as tree:
            yield tree


def _gathered(mirror: Mirror, tree: Visit) -> Gathered:
    pool = WorkerPool()
    try:
        return gather(tree, pool, places_of(mirror.config), mirror.listener)
    finally:
        pool.close()


def _report(report: Imported, gathered: Gathered, arranged: Arranged) -> None:
    report.failed += [*gathered.failed, *arranged.failed]
    report.others = sorted(page.path for page in gathered.others)
    pictures: set[str] = set()
    for placed in arranged.stories:
        story = placed.kept.story
        report.repairs.update(story.repairs)
        pictures.update(placed.kept.prepared.contents.pictures)
        for flaw in story.flaws:
            report.add_flaw(story.path, flaw.line, flaw.what)
    report.pictures = len(pictures)


def _settle(
    mirror: Mirror, rooms: Rooms, arranged: Arranged, report: Imported, *, dry_run: bool
) -> None:
    names = lacking(mirror.config, arranged.names)
    report.newsrooms = list(rooms.new)
    report.sections = {
        f"{r}/{key}": name for r, keys in names.items() for key, name in keys.items()
    }
    if not dry_run:
        report.notes += settle(mirror, rooms.new.values(), names)
