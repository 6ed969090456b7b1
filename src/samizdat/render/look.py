"""What one mirror's pages have in common."""

from dataclasses import dataclass

from samizdat.render.wording import Wording

RENDERER = "git-markdown/4"
"""The Git edition's renderer; counts up whenever the same page would give other bytes."""


@dataclass(frozen=True, slots=True)
class Look:
    """The mirror's own words on every page.

    Attributes:
        title: of the mirror, as the operator has it.
        wording: the phrases around the stories.
        contact: an e-mail or web address for readers who report an error, "" for none.
        templates: kind of page → text of the editors' template, as pairs.
    """

    title: str
    wording: Wording
    contact: str = ""
    templates: tuple[tuple[str, str], ...] = ()
