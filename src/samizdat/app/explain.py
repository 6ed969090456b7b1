"""How the mirror stands and why, as data and as lines that people read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from samizdat.app.hold import Held, held_back
from samizdat.app.mirror import Mirror
from samizdat.edit.stories import VISIBLE
from samizdat.model.failed import Failed
from samizdat.model.tree_json import blocks_to_data, figure_to_data
from samizdat.model.tree_text import text_of
from samizdat.store import ExportRow, SourceState, Why

SHOWN_FAILED = 5


def status(mirror: Mirror) -> dict[str, Any]:
    """Return how sources, stories, pictures and remotes stand, as JSON data."""
    counts, edition = mirror.store.status(), mirror.store.last_edition()
    held = held_back(mirror)
    return {
        "sources": [_source(s) for s in mirror.store.source_states() if mirror.source(s.id)],
        "stories": dict(counts.stories),
        "revisions": counts.revisions,
        "queued": counts.queued,
        "skipped": counts.skipped,
        "given_up": counts.failed,
        "pictures": {"stored": counts.assets_stored, "failed": counts.assets_failed},
        "pages": counts.pages,
        "dirty": counts.dirty,
        "edition": edition.number if edition else None,
        "size_bytes": counts.size_bytes,
        "failed": [
            {"where": entry.address, "what": failed.what, "hint": failed.hint}
            for entry, failed in mirror.store.failed_entries(SHOWN_FAILED)
        ],
        "remotes": [
            _remote(mirror, remote.name, held.get(remote.name)) for remote in mirror.config.remotes
        ],
    }


def _source(state: SourceState) -> dict[str, Any]:
    return {
        "id": state.id,
        "address": state.address,
        "last_success": _iso(state.last_success),
        "next_due": _iso(state.next_due),
        "failures": state.failures,
        "error": state.last_error.what if state.last_error else None,
    }


def _remote(mirror: Mirror, name: str, held: Held | None) -> dict[str, Any]:
    state, edition = mirror.store.remote(name), mirror.store.last_edition()
    return {
        "name": name,
        "edition": state.edition,
        "behind": (edition.number - state.edition) if edition else 0,
        "tip": state.tip,
        "held": held.sentence if held else None,
        "last_success": _iso(state.last_success),
        "error": state.last_error.what if state.last_error else None,
    }


def _iso(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None


def status_lines(report: dict[str, Any]) -> Iterator[str]:
    """Yield *report* as lines for a terminal."""
    stories = ", ".join(f"{n} {state}" for state, n in sorted(report["stories"].items()))
    yield f"Stories   {stories or 'none yet'}; {report['revisions']} revisions"
    waiting = f"{report['queued']} waiting, {report['given_up']} given up"
    yield f"Queue     {waiting}, {report['skipped']} older than the backfill"
    pictures = report["pictures"]
    yield f"Pictures  {pictures['stored']} stored, {pictures['failed']} could not be had"
    yield f"Edition   {report['edition'] or '–'}: {report['pages']} pages, {report['dirty']} to do"
    yield f"Disk      {report['size_bytes'] / 1024**2:.1f} MB"
    for source in report["sources"]:
        last = source["last_success"] or "never"
        yield f"Source    {source['id']}: answered {last}, next due {source['next_due']}"
        if source["error"]:
            yield f"          {source['failures']} failures: {source['error']}"
    for remote in report["remotes"]:
        behind = f", {remote['behind']} editions behind" if remote["behind"] > 0 else ""
        yield f"Remote    {remote['name']}: edition {remote['edition']}{behind}"
        if remote["held"]:
            yield f"          {remote['held']}"
        if remote["error"]:
            yield f"          {remote['error']}"
    for failed in report["failed"]:
        yield f"Failed    {failed['where']}: {failed['what']}"


def why_lines(mirror: Mirror, known: Why) -> Iterator[str]:
    """Yield what is known of one story as lines for a terminal."""
    if not known.story and not known.entries:
        yield f"{known.query}: no source has announced it, and it is not mirrored."
        yield "  try: samizdat add " + known.query
        return
    for row in known.entries:
        title = f" “{row.entry.title}”" if row.entry.title else ""
        yield f"announced  {_day(row.first_seen)} by {row.source}{title}"
        yield f"{row.state:9}  {_STATES[row.state].format(due=_day(row.due_at))}"
        if row.error:
            yield from _failure(row.error, row.attempts)
    if known.story:
        yield from _story_lines(mirror, known)


_STATES = {
    "queued": "waits to be read; due {due}",
    "skipped": "lies beyond the source's backfill: not read",
    "failed": "was given up",
    "paused": "waits: its source has left samizdat.toml",
}


def _failure(failed: Failed, attempts: int) -> Iterator[str]:
    yield f"failed     {attempts} times, last: {failed.what}"
    if failed.hint:
        yield f"           try: {failed.hint}"


def _story_lines(mirror: Mirror, known: Why) -> Iterator[str]:
    story, head = known.story, known.head
    if story is None:
        return
    yield f"story      {story.id} of {story.newsroom}"
    for address in known.addresses:
        yield f"address    {address}"
    for sighting in known.sightings:
        sections = ", ".join(sighting.sections)
        yield f"seen       in {sighting.source} ({sections}) since {_day(sighting.first_seen)}"
    for revision in known.revisions:
        how = f"by {revision.route}, cause {revision.cause}"
        yield f"revision   {revision.number}, read {_day(revision.made_at)} {how}"
    if head is not None:
        reason = f": {head.reason}" if head.reason else ""
        yield f"state      {head.state}{reason}"
        if head.state in VISIBLE:
            yield f"shown      revision {head.shown}"
        if head.state in VISIBLE and head.shown != head.latest:
            yield f"kept back  revision {head.latest}: it has lost most of the text"
            yield f"           if that is right:  samizdat story show {story.id}"
    yield from _check_lines(known)
    for remote, path in known.files:
        yield f"file       {path} on {remote}"
    yield from _public_lines(mirror, known)


def _check_lines(known: Why) -> Iterator[str]:
    check = known.check
    if check is None:
        return
    due = _day(check.next_check) if check.next_check else "never by age"
    yield f"asked      last {_day(check.last_check)}, next {due}"
    if check.error:
        yield from _failure(check.error, check.attempts)


def _public_lines(mirror: Mirror, known: Why) -> Iterator[str]:
    public = {remote.name: remote.public for remote in mirror.config.remotes if remote.public}
    for remote, path in known.files:
        if remote in public and path.endswith(".md"):
            yield f"readers    {public[remote]}{path}"


def _day(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}Z"


def export_rows(mirror: Mirror) -> Iterator[str]:
    """Yield every story as one line of JSON, oldest first."""
    for row in mirror.store.export():
        yield _dump(_export(row))


def _dump(data: object) -> str:
    """Return one line of JSON; a lone surrogate, which UTF-8 lacks, is escaped."""
    text = json.dumps(data, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _export(row: ExportRow) -> dict[str, Any]:
    head, article = row.head, row.article
    return {
        "id": head.story.id,
        "newsroom": head.story.newsroom,
        "path": head.story.path,
        "address": row.address,
        "state": head.state,
        "sections": list(head.sections),
        "title": article.title,
        "authors": list(article.authors),
        "published": _iso(head.published_at),
        "mirrored": _iso(head.mirrored_at),
        "revision": head.shown,
        "language": head.language,
        "tags": list(article.tags),
        "route": article.route,
        "lead": figure_to_data(article.lead) if article.lead else None,
        "text": text_of(article.blocks, captions=False),
        "blocks": blocks_to_data(article.blocks),
    }
