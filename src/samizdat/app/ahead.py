"""Rendering that a build begins, for the publication that follows it."""

from __future__ import annotations

from collections.abc import Mapping

from samizdat.app.hold import held_back
from samizdat.app.mirror import Mirror
from samizdat.app.overlay import Overlay
from samizdat.app.remotes import overlay_of
from samizdat.app.render_pool import FEW
from samizdat.app.rendering import Renderings


class Ahead:
    """Lets worker processes render an edition's first pages while its last ones are built.

    Nothing begins while there are few pages, or no remote that would get them. Close it after the
    publication.
    """

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._begun: Renderings | None = None

    def foresee(self) -> bool:
        """Begin to render what the build has made so far; return whether anything begins."""
        if len(self._mirror.built) <= FEW:
            return False
        if self._begun is None:
            overlays = self._overlays()
            if not overlays:
                return False
            self._begun = Renderings(self._mirror, overlays)
        self._begun.foresee()
        return True

    def _overlays(self) -> dict[str, Overlay]:
        held = held_back(self._mirror)
        remotes = [remote for remote in self._mirror.config.remotes if remote.name not in held]
        return {remote.name: overlay_of(self._mirror, remote) for remote in remotes}

    def renderings(self, overlays: Mapping[str, Overlay]) -> Renderings:
        """Return what renders for the remotes of *overlays*: what has begun, if it is for them."""
        begun = self._begun
        if begun is None or not overlays.items() <= begun.overlays.items():
            return Renderings(self._mirror, overlays)
        self._begun = None
        return begun

    def close(self) -> None:
        """Drop what has begun and nobody took."""
        if self._begun is not None:
            self._begun.close()
            self._begun = None
