"""The phrases of one language as a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from samizdat.render.wording.direction import Direction

WESTERN = "0123456789"


@dataclass(frozen=True, slots=True)
class Wording:
    """Every phrase that a page shows besides its stories: plain text, `{names}` filled in.

    The fields are the keys of a strings file; `en.toml` shows what each says. Pages escape
    phrases as they escape titles, so a strings file cannot bring markup.

    Attributes:
        language: BCP 47 tag of the phrases.
        direction: ltr or rtl.
        plural: which forms counting needs, a key of `PLURALS`.
        digits: the ten digits, zero first.
        updated_times: form → phrase with {count}; a form that is missing is said by `other`.
        months: names that stand alone, January first.
        months_in_dates: names after a day, where the language has other ones.
    """

    language: str
    direction: Direction
    plural: str
    digits: str
    home: str
    archive: str
    empty: str
    untitled: str
    by: str
    names_separator: str
    published: str
    mirrored: str
    updated_mark: str
    gone_mark: str
    count: str
    original: str
    share: str
    qr_alt: str
    gone_note: str
    withdrawn: str
    withdrawn_note: str
    image_missing: str
    embed: str
    report_error: str
    recommended: str
    pick_mark: str
    topics: str
    topic: str
    related: str
    correction: str
    correction_of: str
    footnotes: str
    image_withheld: str
    image_withheld_because: str
    mirrors: str
    mirrors_note: str
    moved: str
    not_here: str
    date: str
    time: str
    month: str
    year: str
    short_date: str
    months: tuple[str, ...]
    months_in_dates: tuple[str, ...] = ()
    updated_times: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Return a hash of the language alone: a run has one wording, and caches ask for each."""
        return hash(self.language)


def localise(wording: Wording, text: str | int) -> str:
    """Return *text* with its digits as the language writes them."""
    if wording.digits == WESTERN:
        return str(text)
    return str(text).translate({ord("0") + i: digit for i, digit in enumerate(wording.digits)})


def count_form(forms: Mapping[str, str], wording: Wording, count: int) -> str:
    """Return the phrase of *forms* that *count* asks for, filled in.

    >>> from samizdat.render.wording import load_wording
    >>> russian = load_wording("ru")
    >>> count_form(russian.updated_times, russian, 22)
    'обновлено 22 раза'
    """
    phrase = forms.get(PLURALS[wording.plural](count)) or forms["other"]
    return phrase.replace("{count}", localise(wording, count))


def _english(count: int) -> str:
    return "one" if count == 1 else "other"


def _russian(count: int) -> str:
    if count % 100 in {11, 12, 13, 14}:
        return "other"
    return {1: "one", 2: "few", 3: "few", 4: "few"}.get(count % 10, "other")


def _arabic(count: int) -> str:
    if 3 <= count % 100 <= 10:
        return "few"
    return {1: "one", 2: "two"}.get(count, "other")


PLURALS: Mapping[str, Callable[[int], str]] = {
    "chinese": lambda _count: "other",
    "english": _english,
    "russian": _russian,
    "arabic": _arabic,
}
"""Families of counting. Source: CLDR plural rules; Arabic's zero, many and other are said alike."""
