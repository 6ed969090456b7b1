"""The lasting nouns: story, revision, head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Cause = Literal["source", "re-extraction", "editor", "import"]
"""Why a revision was made; only “source” is shown to readers as an update."""

State = Literal["shown", "held", "hidden", "gone", "withdrawn", "merged"]
"""What readers see of a story: its page (shown); nothing yet (held for a person, hidden); its page
with a note that the original is gone; only the reason in its place (withdrawn); or a pointer to the
story that it turned out to be (merged)."""

Decider = Literal["", "desk", "person"]
"""Who decided a story's state: nobody, a rule of the desk, or a person, whom no rule overrules."""


@dataclass(frozen=True, slots=True)
class Story:
    """The identity behind addresses and revisions; id, newsroom and path never change."""

    id: str
    newsroom: str
    minted_from: str
    path: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One dated, hashed state of a story, without its body.

    Attributes:
        number: counts from 1 within the story.
        content_hash: `model.article.content_hash` of the article.
        made_at: when we read it, aware UTC.
        route: how the body was found.
        cause: why the revision was made.
    """

    story: str
    number: int
    content_hash: str
    made_at: datetime
    route: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Head:
    """What is shown of a story now.

    Attributes:
        story: the identity.
        title: of the shown revision.
        language: of the shown revision, else of its newsroom.
        sort_at: aware UTC; orders lists: published, else first seen. Frozen with the path.
        published_at: aware UTC, None if the source never said.
        shown: number of the shown revision.
        latest: number of the newest revision.
        content_hash: of the shown revision.
        mirrored_at: when the shown state was last confirmed to differ: its revision's `made_at`.
        updated: number of revisions that the source caused, less one.
        state: what readers see.
        reason: why, in words for readers, "" if shown.
        sections: keys `newsroom/section`, in the configuration's order.
        decided_by: who decided the state.
        merged_into: id of the story that this one turned out to be, "" if it is its own.
    """

    story: Story
    title: str
    language: str
    sort_at: datetime
    published_at: datetime | None
    shown: int
    latest: int
    content_hash: str
    mirrored_at: datetime
    updated: int = 0
    state: State = "shown"
    reason: str = ""
    sections: tuple[str, ...] = ()
    decided_by: Decider = ""
    merged_into: str = ""
