"""Promoted links: which of them a page shows, drawn so that a rebuild draws the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from samizdat.model.desk import Place, PromoLink, PromoRule
from samizdat.model.page import RowPromo, Signpost


def draw(rule: PromoRule, seed: str) -> tuple[PromoLink, ...]:
    """Return the links of *rule* that the page *seed* (a story's id, a section's key) shows.

    Fixed links come all, in their order. Of rotating ones each page takes those with the highest
    weights, a hash of rule, link and page (highest random weight, Thaler and Ravishankar 1998):
    a link that joins or leaves the pool changes only the pages where it is among the first.
    """
    if not rule.choose:
        return rule.links
    ranked = sorted(rule.links, key=lambda link: _weight(rule, link, seed))
    return tuple(ranked[: rule.choose])


def _weight(rule: PromoRule, link: PromoLink, seed: str) -> bytes:
    words = f"{rule.name}\0{link.text}\0{link.address}\0{seed}"
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


def story_promos(
    rules: Iterable[PromoRule], place: Place, story: str, sections: Sequence[str], language: str
) -> tuple[Signpost, ...]:
    """Return the promoted links at *place* of a story's page, in the rules' order."""
    return tuple(
        Signpost(link.text, link.address)
        for rule in rules
        if rule.place == place and _is_for(rule, sections, language)
        for link in draw(rule, story)
    )


def row_promos(rules: Iterable[PromoRule], section: str, language: str) -> tuple[RowPromo, ...]:
    """Return the promoted links between the rows of a section's page, by row."""
    found = [
        RowPromo(rule.row, Signpost(link.text, link.address))
        for rule in rules
        if rule.place == "row" and _is_for(rule, (section,), language)
        for link in draw(rule, section)
    ]
    return tuple(sorted(found, key=lambda promo: promo.after))


def _is_for(rule: PromoRule, sections: Sequence[str], language: str) -> bool:
    if rule.sections and not set(rule.sections).intersection(sections):
        return False
    return not rule.languages or any(speaks(tag, language) for tag in rule.languages)


def speaks(tag: str, language: str) -> bool:
    """Return whether a text in *language* is for readers of *tag*; `zh` takes `zh-Hans`.

    >>> speaks("zh", "zh-Hans"), speaks("zh-Hant", "zh"), speaks("fa", "")
    (True, False, False)
    """
    wanted, spoken = tag.lower(), language.lower()
    return spoken == wanted or spoken.startswith(f"{wanted}-")
