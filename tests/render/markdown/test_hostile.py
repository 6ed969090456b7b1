"""Hostile inputs of the shared corpus are shown as the text that they are, in every position."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from samizdat.model.tree import (
    Block,
    Cell,
    Code,
    CodeBlock,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Strong,
    Table,
    Text,
)
from samizdat.render.markdown import WriteOptions, clean_text, escape_text, write_blocks
from tests.support.outline import html_outline, tree_outline
from tests.support.renderers import RENDERERS

OPTIONS = WriteOptions(image=lambda _: "../images/aa/0123.webp")
Hostile = Callable[[str], list[dict[str, Any]]]

LISTS = [
    ("titles/fields.jsonl", "s"),
    ("markdown/spec.jsonl", "markdown"),
    ("strings/blns.jsonl", "s"),
    ("xss/html.jsonl", "payload"),
    ("unicode/policy.jsonl", "s"),
    ("ssrf/urls.jsonl", "url"),
]


def _everywhere(text: str) -> tuple[Block, ...]:
    plain: tuple[Inline, ...] = (Text(text),)
    linked = (Text("a"), Link("https://n.example/", plain), Strong(plain), Text("b"))
    cells = (Cell(plain), Cell((Code(text),)), Cell(linked))
    return (
        Heading(1, plain),
        Paragraph(plain),
        Paragraph(linked),
        List((ListItem((Paragraph(plain),)), ListItem((Paragraph(linked),)))),
        Quote((Paragraph(plain),)),
        Figure(Image("https://n.example/a.jpg", text), plain),
        Table((Row(cells), Row(cells))),
        CodeBlock(text),
        Paragraph((Text("the end"),)),
    )


@pytest.mark.shared
@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize(("name", "field"), LISTS)
def test_a_hostile_text_is_a_text(renderer: str, name: str, field: str, hostile: Hostile) -> None:
    trees = [_everywhere(record[field]) for record in hostile(name)]
    documents = [write_blocks(tree, OPTIONS) + "\n" for tree in trees]
    for tree, document, html in zip(trees, documents, RENDERERS[renderer](documents), strict=True):
        assert html_outline(html) == tree_outline(tree, OPTIONS), document


@pytest.mark.shared
def test_characters_follow_the_policy(hostile: Hostile) -> None:
    for record in hostile("unicode/policy.jsonl"):
        text, policy = record["s"], record["policy"]
        clean = clean_text(text)
        clean.encode("utf-8")
        if policy.startswith("MUST survive"):
            assert clean == text, record
        elif policy.startswith("removed (") or policy == "removed":
            assert clean == "ab", record
        elif "bidi" in record["why"]:
            assert clean == "abcdef", record


@pytest.mark.shared
def test_bombs_are_short_texts(bombs: dict[str, Path]) -> None:
    assert bombs
    for path in bombs.values():
        text = gzip.decompress(path.read_bytes()).decode()
        documents = [escape_text(text) + "\n"]
        assert len(documents[0]) < 16 * len(text)
        for render in RENDERERS.values():
            assert _visible(html_outline(render(documents)[0])) == " ".join(text.split())


def _visible(outline: Iterable[tuple[Any, ...]]) -> str:
    return " ".join(content[0] for _, content in outline)
