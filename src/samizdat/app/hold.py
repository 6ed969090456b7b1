"""Publication held back after an undo, until the desk or the configuration changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from samizdat.app.mirror import Mirror
from samizdat.config import CONFIG_NAME

SETTING = "hold"


@dataclass(frozen=True, slots=True)
class Held:
    """One remote that goes back, or has gone back, and stays there.

    Attributes:
        edition: what it holds then.
        undone: the edition that was undone.
        at: when the undo was asked for, ISO 8601.
        to: where it stood with that edition.
        expected: where it stood when the undo was asked for.
        is_done: it has gone back and the store knows, or it cannot.
        aim: the edition that it was to go back to, whether it could or not.
    """

    edition: int
    undone: int
    at: str
    to: str
    expected: str
    is_done: bool
    aim: int

    @property
    def sentence(self) -> str:
        """Why nothing is published there, and what to do."""
        if not self.is_done:
            return (
                f"samizdat undo has not brought it back to edition {self.edition} yet; run samizdat"
                " undo again, or samizdat publish"
            )
        return (
            f"held at edition {self.edition} since samizdat undo; change the desk or {CONFIG_NAME},"
            " or run samizdat publish"
        )


@dataclass(frozen=True, slots=True)
class Hold:
    """All that an undo holds back, and what the mirror was told by when it did."""

    fingerprint: str = ""
    remotes: Mapping[str, Held] = field(default_factory=dict)


def rules_fingerprint(mirror: Mirror) -> str:
    """Return the hash of what people can change: the desk in force, and samizdat.toml's bytes."""
    digest = hashlib.sha256(mirror.store.setting("desk").encode() + b"\n")
    digest.update((mirror.config.root / CONFIG_NAME).read_bytes())
    return digest.hexdigest()


def read_hold(mirror: Mirror) -> Hold:
    """Return what the store has of the last undo; nothing if it cannot be read."""
    try:
        read: dict[str, Any] = json.loads(mirror.store.setting(SETTING) or "{}")
        remotes = {name: Held(**words) for name, words in read.get("remotes", {}).items()}
        return Hold(str(read.get("fingerprint", "")), remotes)
    except (ValueError, TypeError, AttributeError):
        return Hold()


def save_hold(mirror: Mirror, hold: Hold) -> None:
    """Keep *hold*, or that nothing is held."""
    text = json.dumps(asdict(hold), sort_keys=True) if hold.remotes else ""
    mirror.store.put_setting(SETTING, text)


def put_held(mirror: Mirror, held: Mapping[str, Held], *, fingerprint: str = "") -> None:
    """Keep what becomes of some remotes; *fingerprint* "" stays as it was."""
    hold = read_hold(mirror)
    save_hold(mirror, Hold(fingerprint or hold.fingerprint, {**hold.remotes, **held}))


def drop_held(mirror: Mirror, names: Collection[str]) -> None:
    """Forget that the remotes *names* were held."""
    hold = read_hold(mirror)
    left = {name: held for name, held in hold.remotes.items() if name not in names}
    if len(left) < len(hold.remotes):
        save_hold(mirror, Hold(hold.fingerprint, left))


def held_back(mirror: Mirror) -> dict[str, Held]:
    """Return the remotes that get nothing now, by name; none once desk or configuration change."""
    hold = read_hold(mirror)
    if not hold.remotes or hold.fingerprint != rules_fingerprint(mirror):
        return {}
    return dict(hold.remotes)
