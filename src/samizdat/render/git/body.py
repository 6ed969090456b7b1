"""A story's body for its page: where its links lead and what stands for its pictures."""

from collections.abc import Mapping
from dataclasses import replace

from samizdat.model.address import canonical_address, host_of
from samizdat.model.page import StoryPage
from samizdat.model.tree import Embed, Figure, Image
from samizdat.model.tree_images import image_origins
from samizdat.render.git.frame import joined
from samizdat.render.git.paths import relative
from samizdat.render.git.phrase import address, words
from samizdat.render.look import Look
from samizdat.render.markdown import WriteOptions, clean_text, write_blocks


class Body:
    """Writes the body of one story's page."""

    def __init__(self, page: StoryPage, source: str, look: Look, image_base: str = "") -> None:
        self._page, self._source, self._base = page, source, image_base
        self._wording = look.wording
        self._notes: dict[str, int] = {}

    def markdown(self) -> str:
        """Return the body with its opening picture, "" if there is nothing of it."""
        blocks = (*self._lead(), *self._page.article.blocks)
        return write_blocks(blocks, self._options())

    def footnotes(self) -> str:
        """Return the numbered addresses of the links that `markdown` met, "" if there are none.

        Every renderer numbers a list from 1, and raw the numbers stand there as well.
        """
        lines = [f"{n}. {address(url, self._wording)}" for url, n in self._notes.items()]
        return joined([words(self._wording.footnotes), "\n".join(lines)]) if lines else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """The addresses of the footnotes that `markdown` made, in order."""
        return tuple(self._notes)

    def missing(self) -> tuple[str, ...]:
        """Return the origins of the pictures in whose place words stand, in order."""
        article, page = self._page.article, self._page
        shown = replace(article, lead=next(iter(self._lead()), None))
        there = page.variants.keys() | page.withheld.keys()
        return tuple(origin for origin in image_origins(shown) if origin not in there)

    def _lead(self) -> tuple[Figure, ...]:
        """Return the opening picture, unless there is nothing to show of it."""
        lead, page = self._page.article.lead, self._page
        if not lead:
            return ()
        origin = lead.image.address
        shown = lead.caption or origin in page.variants or origin in page.withheld
        return (lead,) if shown else ()

    def _options(self) -> WriteOptions:
        options = WriteOptions(
            image=self._picture, missing_image=self._missing, embed_label=self._player
        )
        page = self._page
        if page.link_policy == "keep" and not page.links:
            return options
        return WriteOptions(
            image=self._picture,
            missing_image=self._missing,
            embed_label=self._player,
            link=self._target,
            note=self._note if page.link_policy == "footnote" else options.note,
        )

    def _picture(self, image: Image) -> str | None:
        page = self._page
        variant = None if image.address in page.withheld else page.variants.get(image.address)
        if variant is None:
            return None
        return self._base + variant.path if self._base else relative(self._source, variant.path)

    def _missing(self, image: Image) -> str:
        """Return the words in place of a picture that was taken down or is not there."""
        reason = self._page.withheld.get(image.address)
        if reason is None:
            return self._wording.image_missing
        if not clean_text(reason).strip():
            return self._wording.image_withheld
        return self._wording.image_withheld_because.replace("{reason}", clean_text(reason).strip())

    def _player(self, embed: Embed) -> str:
        return self._wording.embed.replace("{name}", embed.title or host_of(embed.address))

    def _target(self, url: str) -> str | None:
        file = _mirrored(url, self._page.links)
        if file:
            return relative(self._source, file)
        return url if self._page.link_policy == "keep" else None

    def _note(self, url: str) -> str:
        return f"[{self._notes.setdefault(url, len(self._notes) + 1)}]"


def _mirrored(url: str, links: Mapping[str, str]) -> str:
    """Return the file of this edition that a link's address leads to, "" if none does."""
    if not links:
        return ""
    if url in links:
        return links[url]
    try:
        return links.get(canonical_address(url), "")
    except ValueError:
        return ""
