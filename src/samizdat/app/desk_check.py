"""What the desk's commands do with a folder: check it, and write an example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samizdat.app.desk import desk_checkout, is_folder
from samizdat.app.inspection import inspect
from samizdat.app.mirror import open_mirror
from samizdat.app.rules import known_of
from samizdat.app.view import find_stories
from samizdat.config import CONFIG_NAME, Config, load_config
from samizdat.desk import Desk, Problem, read_desk, read_folder, survey_folder, survey_names
from samizdat.desk.example import example_files
from samizdat.errors import UsageError
from samizdat.store import STORE_NAME


@dataclass(frozen=True, slots=True)
class Checked:
    """A desk that was looked at.

    Attributes:
        folder: where it is.
        desk: what it says; what is sound counts, whatever was in force before.
        problems: of its files and of their names.
        has_mirror: names of newsrooms and sections were compared with a mirror's.
    """

    folder: Path
    desk: Desk
    problems: tuple[Problem, ...]
    has_mirror: bool

    @property
    def wrong(self) -> int:
        """How many things are wrong."""
        return sum(problem.grade == "wrong" for problem in self.problems)


def check_desk(mirror: Path, folder: Path | None) -> Checked:
    """Return what the desk in *folder* says, by default that of the mirror in the folder *mirror*.

    Where there is no mirror only the form of names is checked: so a forge can check a desk.

    Raises:
        UsageError: no folder, or one that cannot be read.
        RemoteError: the desk is a Git repository that cannot be reached.
        ConfigError: the mirror's configuration cannot be used.
    """
    config = load_config(mirror) if (mirror / CONFIG_NAME).exists() else None
    if folder is not None and not folder.is_dir():
        raise UsageError("there is no such folder", where=str(folder))
    if config is not None and folder is None and not is_folder(config.root, config.mirror.desk):
        return _check_repository(mirror, config)
    place = folder if folder is not None else desk_folder(config)
    known = known_of(config) if config else None
    desk = read_desk(read_folder(place), newsrooms=known, inspect=inspect)
    problems = (*survey_folder(place), *desk.problems, *_unmet(mirror, config, desk))
    return Checked(place, desk, problems, config is not None)


def _check_repository(mirror: Path, config: Config) -> Checked:
    """Return what the desk in the Git repository that *config* names says."""
    checkout = desk_checkout(config)
    desk = read_desk(checkout.files, newsrooms=known_of(config), inspect=inspect)
    odd = survey_names(checkout.others)
    problems = (*odd, *desk.problems, *_unmet(mirror, config, desk))
    return Checked(Path(config.mirror.desk), desk, problems, has_mirror=True)


def _unmet(mirror: Path, config: Config | None, desk: Desk) -> Iterator[Problem]:
    """Yield a note for each takedown and correction that nothing mirrored has the address of.

    It may come to be of use; more often the address is mistyped, and readers see what they should
    not.
    """
    named = [("takedowns.csv", rule.line, rule.address) for rule in desk.rules.takedowns]
    named += [(rule.file, 1, rule.address) for rule in desk.rules.corrections]
    if config is None or not named or not (config.store / STORE_NAME).exists():
        return
    with open_mirror(mirror) as opened:
        addresses = [address for _, _, address in named]
        known = {*find_stories(config, opened.store, addresses)}
        known |= opened.store.pictures_at(set(addresses) - known)
    for file, line, address in named:
        if address not in known:
            what = f"nothing that is mirrored has the address “{address}”"
            yield Problem(file, line, what, "compare it with the original's, or wait", "note")


def desk_folder(config: Config | None) -> Path:
    """Return the folder of the mirror's desk.

    Raises:
        UsageError: there is no mirror, or its desk is a Git repository somewhere else.
    """
    if config is None:
        raise UsageError(
            f"there is no {CONFIG_NAME} here, so the desk's folder must be named",
            hint="samizdat desk check FOLDER",
        )
    address = config.mirror.desk
    if not is_folder(config.root, address):
        raise UsageError(
            "the desk is a Git repository",
            where=address,
            hint="git clone it, then name the clone: samizdat desk init FOLDER",
        )
    return config.root / Path(address).expanduser()


@dataclass(frozen=True, slots=True)
class Laid:
    """An example desk that was written: its folder, the new files, those that were there."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def init_desk(mirror: Path, folder: Path | None, source: str, *, dry_run: bool) -> Laid:
    """Write an example desk into *folder*, by default that of the mirror, else `desk`.

    A file that is there stays as it is. With *dry_run* nothing is written.

    Raises:
        UsageError: the folder cannot be written, or *source* is no place that pip installs from.
    """
    config = load_config(mirror) if (mirror / CONFIG_NAME).exists() else None
    place = folder or (desk_folder(config) if config else mirror / "desk")
    files = example_files(source) if source else example_files()
    kept = tuple(path for path in files if (place / path).exists())
    for path, text in files.items():
        if path not in kept and not dry_run:
            _write(place / path, text)
    return Laid(place, tuple(path for path in files if path not in kept), kept)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"this cannot be written: {error.strerror}", where=str(path)) from error
