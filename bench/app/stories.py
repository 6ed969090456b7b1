"""Generated stories in Chinese, English and Persian, as long and as marked up as news is.

A body is 2 to 4 kB of Markdown: paragraphs, now and then a heading, a list, a quotation, emphasis,
a link to another story or elsewhere. The same number always gives the same story; all words are
our own.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from samizdat.model.article import Article
from samizdat.model.tree import (
    Block,
    Emphasis,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Strong,
    Text,
)

GENERATOR = 2
"""Counts up whenever the same number would give another story."""

HOST = "https://harbour.example"
NEWEST = datetime(2026, 3, 14, 12, tzinfo=UTC)
SECTIONS = ("harbour", "town", "weather", "sport")
_BYTES = (1900, 3900)


@dataclass(frozen=True, slots=True)
class Voice:
    """How stories of one language are put together."""

    language: str
    gap: str
    stop: str
    words: tuple[str, ...]
    author: str
    tags: tuple[str, ...]


def _compounds(first: str, second: str, gap: str) -> tuple[str, ...]:
    """Return every word of *first*, then each of them with each of *second*."""
    words = first.split()
    return (*words, *(f"{a}{gap}{b}" for a in words for b in second.split()))


_VOICES = (
    Voice(
        "zh-Hans",
        "",
        "。",
        _compounds(
            "港口 渡轮 图书馆 博物馆 天气 桥梁 市场 冬季 灯塔 果园 电车 河流 节日 合唱团 球队",
            "今天 重新开放 的工人们 延长了时间表 受到欢迎 与居民商量 在雨中 明年 完成修缮 举行比赛",
            "",
        ),
        "林 记者",
        ("港口", "渡轮", "图书馆", "天气", "足球", "市场", "桥梁", "节日", "交通", "教育"),
    ),
    Voice(
        "en",
        " ",
        ".",
        _compounds(
            "harbour ferry library museum weather bridge market winter orchard tram river"
            " festival bakery choir lighthouse team",
            "reopens today with timetable beside neighbours under rain again (twice) well-lit",
            " ",
        ),
        "A. Reporter",
        ("Harbour", "Ferry", "Library", "Weather", "Football", "Market", "Bridge", "Festival"),
    ),
    Voice(
        "fa",
        " ",
        ".",
        _compounds(
            "بندر کشتی کتابخانه موزه هوا پل بازار زمستان فانوس باغ قطار رودخانه جشنواره تیم",
            "امروز باز می‌شود ساکنان شهر زیر باران دوباره برنامه‌ها آهسته برای همه",
            " ",
        ),
        "م. خبرنگار",
        ("بندر", "کشتی", "کتابخانه", "هوا", "فوتبال", "بازار", "پل", "جشنواره"),
    ),
)
_KINDS = (0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5)


def voice(number: int) -> Voice:
    """Return the voice of story *number*: half Chinese, a quarter English, a quarter Persian."""
    return _VOICES[(0, 1, 0, 2)[number // len(SECTIONS) % 4]]


def section(number: int) -> str:
    """Return the section in which story *number* stands."""
    return SECTIONS[number % len(SECTIONS)]


def address(number: int) -> str:
    """Return where story *number* is on its newsroom's own site."""
    return f"{HOST}/{section(number)}/{number}.html"


def published(number: int) -> datetime:
    """Return when story *number* appeared: 0 is the newest, the others eleven minutes apart."""
    return NEWEST - timedelta(minutes=11 * number)


def title(number: int) -> str:
    """Return the headline of story *number*."""
    own = voice(number)
    return f"{own.gap.join(random.Random(-number - 1).choices(own.words, k=4))} {number}"


def article(number: int, version: int = 0) -> Article:
    """Return story *number*; each further *version* has a sentence more, some another title."""
    chance, own = random.Random(number), voice(number)
    wanted = chance.randint(*_BYTES)
    blocks: list[Block] = []
    while wanted > 0:
        block, size = _block(chance, own, number)
        blocks.append(block)
        wanted -= size
    if version:
        blocks.append(Paragraph((Text(f"{_sentence(chance, own)} ({version})"),)))
    again = f" ({version})" if version and number % 5 == 0 else ""
    tags = (chance.choice(own.tags), *chance.sample(own.words, chance.randint(0, 3)))
    heading = title(number) + again
    return Article(
        heading, tuple(blocks), (own.author,), published(number), language=own.language, tags=tags
    )


def _sentence(chance: random.Random, own: Voice) -> str:
    """Return a sentence; in one of twenty stands a mark that Markdown could read."""
    words = chance.choices(own.words, k=chance.randint(5, 9))
    if chance.random() < 0.05:
        words[2] = chance.choice(
            (f"{words[2]}:", f"${len(words[1])}", f"{len(words[1])}% &", f"[{words[2]}]")
        )
    return own.gap.join(words) + own.stop


def _text(chance: random.Random, own: Voice, sentences: int) -> str:
    return own.gap.join(_sentence(chance, own) for _ in range(sentences))


def _block(chance: random.Random, own: Voice, number: int) -> tuple[Block, int]:
    """Return one block and about how many bytes it holds."""
    texts = [_text(chance, own, chance.randint(1, 3)) for _ in range(3)]
    size = len("".join(texts).encode())
    match chance.choice(_KINDS):
        case 0:
            whole = own.gap.join(texts)
            return Paragraph((Text(whole),)), size
        case 1:
            return Paragraph(_linked(chance, texts, number)), size
        case 2:
            marked = (Text(texts[0]), Strong((Text(texts[1]),)), Text(texts[2]))
            return Paragraph(marked), size
        case 3:
            return Heading(2, (Text(_sentence(chance, own)[:40]),)), 60
        case 4:
            items = tuple(ListItem((Paragraph((Text(text),)),)) for text in texts)
            return List(items), size
        case _:
            return Quote((Paragraph((Text(texts[0]), Emphasis((Text(texts[1]),)))),)), size


def _linked(chance: random.Random, texts: Sequence[str], number: int) -> tuple[Inline, ...]:
    """Return a paragraph with a link to an older story, or to another site."""
    older = address(number + chance.randint(1, 500))
    target = older if chance.random() < 0.7 else f"https://elsewhere.example/{number}?from=harbour"
    return Text(texts[0]), Link(target, (Text(texts[1]),)), Text(texts[2])
