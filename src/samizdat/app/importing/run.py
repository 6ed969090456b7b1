"""`samizdat import`: an existing mirror into the store, from its files to its newsrooms."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from samizdat.app.desk import refresh_desk
from samizdat.app.garbage import seldom_collected
from samizdat.app.importing.arrange import Arranged, arrange
from samizdat.app.importing.editions import EditionSaver
from samizdat.app.importing.gather import Gathered, Known, gather, read_again
from samizdat.app.importing.pictures import files_of, keep
from samizdat.app.importing.rooms import Rooms, places_of
from samizdat.app.importing.save import Saver
from samizdat.app.importing.settle import lacking, settle
from samizdat.app.importing.sources import ImportSources
from samizdat.app.importing.takeover import take_over
from samizdat.app.importing.values import Imported, ImportOptions
from samizdat.app.importing.work import KeptStory, Words
from samizdat.app.mirror import Mirror
from samizdat.app.pool import WorkerPool
from samizdat.app.remotes import is_path, private_hosts
from samizdat.errors import UsageError
from samizdat.extract.language import with_default
from samizdat.model.address import host_of
from samizdat.publish import GitOptions, Visit, visit

ReadAgain = Callable[[Known, Sequence[str]], dict[str, KeptStory]]
"""Reads the stories at some paths again, with what is known now."""

_PREFIX = "import-"


@seldom_collected()
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
    with _visited(mirror, address, dry_run=options.dry_run) as tree, _workers() as pool:
        gathered = gather(tree, pool, _known(mirror), mirror.listener)
        if not gathered.stories and not gathered.editions:
            raise UsageError(
                "no story's page was found there",
                where=source,
                hint="a story's page is Markdown with a title, a body and a link to its original",
            )
        sources = ImportSources(mirror.store)
        editions = EditionSaver(mirror, rooms, options, report, sources)
        editions.prepare(gathered)
        arranged = arrange(gathered, rooms, tree.first_seen() if gathered.stories else {})
        _read_anew(mirror, rooms, arranged, partial(read_again, tree, pool))
        _report(mirror, report, gathered, arranged)
        arranged.add_names(editions.names())
        _settle(mirror, rooms, arranged, report, dry_run=options.dry_run)
        editions.save(gathered)
        saver = Saver(mirror, options, report, sources)
        saver.save(arranged)
        if not options.dry_run:
            report.kept_pictures = keep(mirror, tree, pool, files_of(gathered))
            if not gathered.editions:  # our own commits tell by themselves what is ours
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


@contextmanager
def _workers() -> Iterator[WorkerPool]:
    pool = WorkerPool()
    try:
        yield pool
    finally:
        pool.close()


def _known(mirror: Mirror) -> Known:
    wording = mirror.look.wording
    return Known(places_of(mirror.config), Words(wording.image_missing, wording.embed))


def _read_anew(mirror: Mirror, rooms: Rooms, arranged: Arranged, read: ReadAgain) -> None:
    """Read stories again whose language only their newsroom tells, now that it has one.

    The newsrooms that an import makes are known to the next one, which would find these changed.
    """
    new = {room.id: room.language for room in rooms.new.values()}
    doubtful = [
        placed.kept.path
        for placed in arranged.stories
        if (seen := placed.kept.story.article.language)
        != with_default(seen, new.get(placed.newsroom, ""))
    ]
    known = _known(mirror)
    again = read(replace(known, places={**rooms.places(), **known.places}), doubtful)
    arranged.stories = [replace(p, kept=again.get(p.kept.path, p.kept)) for p in arranged.stories]


def _report(mirror: Mirror, report: Imported, gathered: Gathered, arranged: Arranged) -> None:
    report.failed += [*gathered.failed, *arranged.failed]
    report.others = sorted(page.path for page in gathered.others)
    report.editions = len(gathered.editions)
    there = {origin for origins in files_of(gathered).values() for origin in origins}
    wanted = {o for page in gathered.editions for o in page.prepared.contents.pictures} - there
    for placed in arranged.stories:
        story = placed.kept.story
        report.repairs.update(story.repairs)
        wanted.update(placed.kept.prepared.contents.pictures)
        for flaw in story.flaws:
            report.add_flaw(story.path, flaw.line, flaw.what)
    states = mirror.store.asset_state(wanted, mirror.config.images.spec.name, mirror.now())
    report.pictures = sum(state == "due" for state in states.values())


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
