"""Desks for tests: one file, and what it says."""

from __future__ import annotations

from samizdat.desk import Desk, Newsrooms, Problem, read_desk
from samizdat.model.desk import DeskRules

KNOWN = Newsrooms(
    ids=frozenset({"harbour", "gangkou"}),
    sections=frozenset({"harbour/news", "harbour/world", "gangkou/news"}),
    sources=frozenset({"harbour/feed", "harbour/sport", "gangkou/listing"}),
)


def desk_of(path: str, text: str | bytes, newsrooms: Newsrooms | None = KNOWN) -> Desk:
    """Return the desk that holds one file."""
    data = text.encode() if isinstance(text, str) else text
    return read_desk({path: data}, newsrooms=newsrooms)


def rules_of(path: str, text: str | bytes) -> DeskRules:
    """Return what a file says that has no problem at all."""
    desk = desk_of(path, text)
    assert not desk.problems, [str(problem) for problem in desk.problems]
    return desk.rules


def problems_of(path: str, text: str | bytes) -> tuple[Problem, ...]:
    """Return what is wrong or odd with a file."""
    return desk_of(path, text).problems


def problem_of(path: str, text: str | bytes) -> Problem:
    """Return the one thing that is wrong or odd with a file."""
    problems = problems_of(path, text)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]
