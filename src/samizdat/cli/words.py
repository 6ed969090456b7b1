"""What commands say to people."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from samizdat.app.setup import Settled
from samizdat.app.summary import Summary
from samizdat.app.trial import Trial
from samizdat.cli.say import say
from samizdat.model.failed import Failed

SHOWN_FAILURES = 12


def show_summary(summary: Summary) -> None:
    """Say what is new, changed, failed and why."""
    say(
        f"{summary.new} new, {summary.changed} changed, {summary.removed} removed, "
        f"{summary.unchanged} unchanged; {_counted(summary.asked, 'source')} asked, "
        f"{summary.silent} without news; {_counted(summary.pages, 'page')} written anew."
    )
    for remote in summary.remotes:
        if remote.error:
            say(f"{remote.name}: {remote.error}")
            _hint(remote.hint)
        elif remote.commit:
            say(f"{remote.name}: {remote.files} files, now at {remote.commit[:12]}")
        elif remote.held:
            say(f"{remote.name}: {remote.held}")
        else:
            say(f"{remote.name}: nothing to publish")
        for note in remote.notes:
            say(f"  note: {note}")
    show_failures(summary.failed)
    if summary.stopped:
        say("Stopped before the end; the next run goes on from here.")


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def show_failures(failed: list[Failed]) -> None:
    """Say what failed, in full for the first, counted for the rest."""
    for failure in failed[:SHOWN_FAILURES]:
        say(f"failed: {failure.where}: {failure.what}")
        _hint(failure.hint)
    rest = Counter(f.what for f in failed[SHOWN_FAILURES:])
    for what, count in rest.most_common(5):
        say(f"failed: {count} more: {what}")


def _hint(hint: str) -> None:
    if hint:
        say(f"  try: {hint}")


def show_trial(trial: Trial, *, as_json: bool) -> None:
    """Say what a run would read."""
    if as_json:
        entries = [{"address": e.address, "title": e.title} for e in trial.entries]
        summary = Summary(new=len(trial.entries), failed=trial.failed).to_data()
        data = {**summary, "due": trial.due, "entries": entries}
        say(json.dumps(data, ensure_ascii=False))
        return
    for entry in trial.entries:
        say(f"would read {entry.address}  {entry.title}")
    announced = _counted(len(trial.entries), "new story", "new stories")
    say(f"{announced} announced, {trial.due} due from before.")
    show_failures(trial.failed)


def show_settled(settled: Settled, *, as_json: bool) -> None:
    """Say what was found and chosen."""
    if as_json:
        data = {
            "newsroom": settled.newsroom,
            "found": [asdict(find) for find in settled.found],
            "chosen": [source.address for source in settled.chosen],
            "story": settled.story,
        }
        say(json.dumps(data, ensure_ascii=False))
        return
    chosen = {source.address for source in settled.chosen}
    for find in settled.found:
        mark = "chosen" if find.address in chosen else "found "
        text = ", whole stories" if find.full_text else ""
        stories = _counted(find.stories, "story", "stories")
        say(f"{mark}  {find.kind:8} {find.address}  ({stories}{text})")
    if settled.story:
        say(f"queued  story    {settled.story}  for newsroom {settled.newsroom}")
    for failure in settled.failed:
        say(f"no      {failure.where}: {failure.what}")
