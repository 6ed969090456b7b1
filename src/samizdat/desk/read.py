"""The bytes of a desk → its rules in force, and everything that is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from samizdat.desk.blocklist import read_blocklist
from samizdat.desk.context import Context
from samizdat.desk.corrections import read_correction
from samizdat.desk.findings import Findings
from samizdat.desk.kinds import MOST_PARTS, Kind, in_order, kind_of, largest, misnamed
from samizdat.desk.leftovers import is_pointer, without_marks
from samizdat.desk.notes import read_notes
from samizdat.desk.picks import read_picks
from samizdat.desk.promos import read_promos
from samizdat.desk.sections import read_sections
from samizdat.desk.strings import read_strings
from samizdat.desk.takedowns import read_takedowns
from samizdat.desk.templates import read_template
from samizdat.desk.text import read_lines
from samizdat.desk.topics import read_topics
from samizdat.desk.values import Desk, Inspect, Newsrooms, Problem
from samizdat.model.desk import DeskRules

Reader = Callable[[Sequence[str], Findings, Context], DeskRules]

_READERS: Mapping[Kind, Reader] = {
    "sections": read_sections,
    "topics": read_topics,
    "picks": read_picks,
    "notes": read_notes,
    "promos": read_promos,
    "blocklist": read_blocklist,
    "takedowns": read_takedowns,
    "corrections": read_correction,
    "templates": read_template,
    "strings": read_strings,
}


@dataclass(frozen=True, slots=True)
class _Part:
    """What one file says."""

    rules: DeskRules
    problems: tuple[Problem, ...]
    is_sound: bool


def read_desk(
    files: Mapping[str, bytes],
    *,
    good: Mapping[str, bytes] | None = None,
    newsrooms: Newsrooms | None = None,
    inspect: Inspect | None = None,
) -> Desk:
    """Return the rules of the desk *files*, and everything that is wrong in them; never raises.

    A file in which something is wrong stays in force as *good* has it, as a whole; if *good* has no
    sound version of it, what is sound in the new one counts. A file that is gone says nothing any
    more. The same arguments give the same desk.

    Args:
        files: path inside the desk's folder → bytes; paths that the desk does not know are left
            aside.
        good: the desk's files that were in force before, as `Desk.files` gave them.
        newsrooms: what the mirror knows; None to check only the form of names.
        inspect: says what is wrong with templates and strings files.
    """
    context = Context(newsrooms, inspect)
    rules, problems = DeskRules(), [*misnamed(sorted(files))]
    in_force: dict[str, bytes] = {}
    kept: list[str] = []
    for path in _counted(files, problems):
        part = _read(path, files[path], context)
        problems += part.problems
        in_force[path] = files[path]
        last = (good or {}).get(path)
        if not part.is_sound and last is not None and last != files[path]:
            before = _read(path, last, context)
            if before.is_sound:
                part, in_force[path] = before, last
                kept.append(path)
        if not part.is_sound and part.rules == DeskRules():
            # Whoever reads it later without an inspector would take it for sound.
            del in_force[path]
        rules = _joined(rules, part.rules)
        _learn_sections(context, part.rules)
    return Desk(rules, tuple(problems), in_force, tuple(kept))


def _counted(files: Mapping[str, bytes], problems: list[Problem]) -> list[str]:
    """Return the known paths in their order, of each folder at most `MOST_PARTS`."""
    counted: list[str] = []
    met: Counter[str] = Counter()
    for path in in_order(files):
        folder = path.partition("/")[0]
        met[folder] += 1
        if met[folder] <= MOST_PARTS:
            counted.append(path)
        elif met[folder] == MOST_PARTS + 1:
            what = f"more than {MOST_PARTS:,} files; this one and those after it do not count"
            problems.append(Problem(path, 0, what, "remove old ones"))
    return counted


def _read(path: str, data: bytes, context: Context) -> _Part:
    """Return what the file at *path* says if its bytes are *data*."""
    found = Findings(path)
    rules = DeskRules()
    kind = kind_of(path)
    if len(data) > largest(path):
        found.wrong(0, f"the file is larger than {largest(path) // 1024:,} KB", "cut it down")
    elif kind and not is_pointer(lines := read_lines(data, found), found):
        rules = _READERS[kind](without_marks(lines, found), found, context)
    return _Part(rules, found.problems(), found.is_sound)


def _joined(one: DeskRules, other: DeskRules) -> DeskRules:
    """Return the rules of both."""
    both: dict[str, Any] = {}
    for rule in fields(DeskRules):
        mine, theirs = getattr(one, rule.name), getattr(other, rule.name)
        if theirs:
            both[rule.name] = {**mine, **theirs} if isinstance(mine, Mapping) else mine + theirs
    return replace(one, **both)


def _learn_sections(context: Context, rules: DeskRules) -> None:
    """Let the files that follow name the sections that sections.toml adds."""
    if context.newsrooms and rules.sections:
        known = context.newsrooms.sections.union(rules.sections)
        context.newsrooms = replace(context.newsrooms, sections=known)
