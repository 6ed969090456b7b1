"""Sound desks in TOML and plain lines, written by a generator, read back as they were meant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.config.write import quoted
from samizdat.desk import read_desk, read_folder
from samizdat.desk.folding import fold
from samizdat.desk.kinds import kind_of
from samizdat.model.desk import (
    BlockRule,
    DeskRules,
    PromoLink,
    PromoRule,
    SectionRule,
    TopicRule,
)
from samizdat.model.topic import tag_key
from tests.desk.desks import KNOWN

WORDS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)
LANGUAGES = st.sampled_from(["en", "zh-Hans", "zh-Hant", "fa", "ar", "ru", "pt-BR"])
NAMES = st.dictionaries(st.one_of(st.just(""), LANGUAGES), WORDS, max_size=3)
SECTIONS = st.sampled_from(sorted(KNOWN.sections))
SOURCES = st.lists(st.sampled_from(sorted(KNOWN.sources)), unique=True).map(tuple)
LINKS = st.builds(
    PromoLink,
    WORDS,
    st.sampled_from(["https://radio.example/", "mirrors.md", "harbour/نقشه.md", "a/灯塔.pdf"]),
)


@st.composite
def promos(draw: st.DrawFn) -> PromoRule:
    place = draw(st.sampled_from(["above", "below", "row"]))
    links = draw(st.lists(LINKS, min_size=1, max_size=4, unique=True))
    return PromoRule(
        draw(WORDS),
        place,  # type: ignore[arg-type]
        tuple(links),
        choose=draw(st.integers(0, len(links) - 1)),
        row=draw(st.integers(1, 30)) if place == "row" else 0,
        sections=tuple(draw(st.lists(SECTIONS, unique=True))),
        languages=tuple(draw(st.lists(LANGUAGES, unique=True))),
    )


def _list(items: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, items))}]"


def _names(names: dict[str, str]) -> str:
    pairs = (f"{quoted(tag or 'other')} = {quoted(name)}" for tag, name in names.items())
    return f"{{ {', '.join(pairs)} }}"


def _promo(promo: PromoRule) -> str:
    links = "".join(
        f"  {{ text = {quoted(link.text)}, address = {quoted(link.address)} }},\n"
        for link in promo.links
    )
    row = f"row = {promo.row}\n" if promo.row else ""
    return (
        f"[[promo]]\nname = {quoted(promo.name)}\nplace = {quoted(promo.place)}\n{row}"
        f"links = [\n{links}]\nchoose = {promo.choose}\n"
        f"sections = {_list(promo.sections)}\nlanguages = {_list(promo.languages)}\n"
    )


@given(st.lists(promos(), unique_by=lambda promo: promo.name))
def test_promos(rules: list[PromoRule]) -> None:
    text = "# made\n" + "\n".join(map(_promo, rules))
    desk = read_desk({"promos.toml": text.encode()}, newsrooms=KNOWN)
    assert not desk.problems, [str(problem) for problem in desk.problems]
    assert desk.rules == DeskRules(promos=tuple(rules))


KEEPS = st.one_of(
    st.just((None, None)),
    st.integers(1, 9999).map(lambda count: (count, None)),
    st.integers(1, 999).map(lambda days: (None, timedelta(days=days))),
)


@given(st.dictionaries(SECTIONS, st.tuples(NAMES, st.none() | SOURCES, st.booleans(), KEEPS)))
def test_sections(
    rules: dict[
        str,
        tuple[dict[str, str], tuple[str, ...] | None, bool, tuple[int | None, timedelta | None]],
    ],
) -> None:
    text, wanted = "", {}
    for key, (names, sources, hold, (count, age)) in rules.items():
        wanted[key] = SectionRule(key, names, sources, hold, count, age)
        keep = f'keep = "{count}"\n' if count else f'keep = "{age.days}d"\n' if age else ""
        feeds = f"sources = {_list(sources)}\n" if sources is not None else ""
        text += f"[section.{quoted(key)}]\nnames = {_names(names)}\n{feeds}{keep}"
        text += "hold = true\n\n" if hold else "\n"
    desk = read_desk({"sections.toml": text.encode()}, newsrooms=KNOWN)
    assert not desk.problems, [str(problem) for problem in desk.problems]
    assert list(desk.rules.sections.items()) == list(wanted.items())


@given(st.lists(WORDS.filter(tag_key), unique_by=tag_key, max_size=8), st.booleans())
def test_topics(words: list[str], hidden: bool) -> None:
    keys = [f"topic-{number}" for number in range(0, len(words), 2)]
    wanted = {
        key: TopicRule(key, aliases=tuple(words[2 * n : 2 * n + 2]), hidden=hidden)
        for n, key in enumerate(keys)
    }
    text = "".join(
        f"[topic.{rule.key}]\naliases = {_list(rule.aliases)}\nhidden = {str(hidden).lower()}\n"
        for rule in wanted.values()
    )
    desk = read_desk({"topics.toml": text.encode()}, newsrooms=KNOWN)
    assert not desk.problems, [str(problem) for problem in desk.problems]
    assert dict(desk.rules.topics) == wanted


PLAIN_WORDS = WORDS.filter(
    lambda word: len(fold(word).strip()) > 1 and not any(mark in word for mark in "/:：#")
)


@given(st.lists(st.tuples(PLAIN_WORDS, st.booleans()), unique_by=lambda pair: fold(pair[0])))
def test_blocklist(words: list[tuple[str, bool]]) -> None:
    lines = [f"hold: title: {word}" if hold else f"address: {word}" for word, hold in words]
    desk = read_desk({"blocklist.txt": "\n".join(lines).encode()}, newsrooms=KNOWN)
    assert not desk.problems, [str(problem) for problem in desk.problems]
    assert desk.rules.blocklist == tuple(
        BlockRule(word, fields=("title",), action="hold", line=line)
        if hold
        else BlockRule(word, fields=("address",), line=line)
        for line, (word, hold) in enumerate(words, 1)
    )


@pytest.mark.shared
def test_hostile_names_never_lead_out_of_the_folder(tmp_path: Path) -> None:
    shared = Path(__file__).resolve().parents[2] / ".." / "shared" / "hostile" / "paths"
    if not shared.is_dir():
        pytest.skip("the shared corpus is not beside the repository: hostile names and paths")
    rows = [
        json.loads(line)
        for name in ("names.jsonl", "traversal.jsonl")
        for line in (shared / name).read_text(encoding="utf-8").splitlines()
    ]
    names = [name for row in rows for name in row.get("pair", [row.get("s", "")])]
    assert len(names) > 400
    for name in names:
        for path in (name, f"corrections/{name}", f"corrections/{name}.md", f"strings/{name}.toml"):
            kind = kind_of(path)
            assert kind is None or path.count("/") <= 1
            desk = read_desk({path: b"https://harbour.example/a\n\nNot so.\n"})
            assert set(desk.files) <= {path}
            assert all(problem.file.isprintable() for problem in desk.problems)
    assert read_folder(tmp_path) == {}
