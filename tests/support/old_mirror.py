"""Repositories of the kind that existing mirrors are: our own words, all of their damage.

`old_story(number)` invents a story; `write_page` writes it as such a mirror does, with the damage
asked for; `expected_texts` is what the story really said.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import Literal
from urllib.parse import quote

Damage = Literal["html", "markdown", "code", "blank", "bare"]
"""How a body stands in the file: prettified HTML; Markdown; Markdown indented by four spaces; HTML
with an empty line after which it goes on indented; or HTML without share block and counter."""

Piece = str | tuple[str, str]
"""Words, or words and the topic that they lead to."""

FORGE = "https://forge.example/mirror/goodnews/blob/master"


@dataclass(frozen=True)
class Voice:
    """One invented newsroom, and how its mirror speaks.

    Attributes:
        section: folder of its pages.
        name: display name of its section.
        dateline: `{date}` is the day in the newsroom's words.
        day: strftime pattern of that day.
        sentences: of a paragraph; `{}` is a topic word.
        ends: last lines, as newsrooms have them.
    """

    language: str
    host: str
    section: str
    name: str
    home: str
    hot: str
    dateline: str
    day: str
    topics: tuple[str, ...]
    titles: tuple[str, ...]
    heads: tuple[str, ...]
    sentences: tuple[tuple[str, str], ...]
    caption: str
    share: str
    note: str
    gap: str


VOICES = (
    Voice(
        language="zh-Hans",
        host="www.gangkou.example",
        section="nsc101",
        name="港口新闻",
        home="首页",
        hot="热点推荐",
        dateline="【港口日报{date}讯】（记者林海报导）",
        day="%Y年%-m月%-d日",
        topics=("渡轮", "图书馆", "天气", "灯塔"),
        titles=("渡轮恢复通航 乘客增加", "图书馆周日开放", "灯塔今晚重新点亮", "海湾Wi-Fi覆盖全城"),
        heads=("居民：盼了很久", "接下来的安排"),
        sentences=(
            ("港务局周五宣布，", "从下周起每天增加两班，"),
            ("今年春天，", "成为居民谈论最多的话题。"),
            ("记者在码头看到，等候", "的人排到了街口（约200米）。"),
            ("“我们等了三个月，”一位居民说，“", "终于回来了。”"),
            ("负责人表示，", "的费用由ABC基金支付，约12万元。"),
        ),
        caption="2026年3月，港口的清晨。(Lin Hai/港口日报)",
        share="手机上长按并复制下列链接或二维码分享本文章：<br/>",
        note="原文地址（需翻墙访问）：",
        gap="",
    ),
    Voice(
        language="zh-Hant",
        host="www.haiwan.example",
        section="nsc202",
        name="海灣要聞",
        home="首頁",
        hot="熱門推薦",
        dateline="【海灣報{date}訊】",
        day="%Y年%-m月%-d日",
        topics=("足球", "車站", "颱風", "博物館"),
        titles=("足球隊贏得開幕戰", "車站新時鐘啟用", "颱風遠離 學校復課"),
        heads=("教練：隊員努力", "下一場比賽"),
        sentences=(
            ("週六晚上，", "吸引了兩千名觀眾到場。"),
            ("市政府說，", "的開放時間延長到晚上九點。"),
            ("「這是大家的成果，」館長談到", "時這樣說。"),
            ("根據氣象站的紀錄，", "期間最大風速為每秒28公尺。"),
        ),
        caption="球場的燈光在雨後亮起。（海灣報）",
        share="長按並複製下列連結分享本文：<br/>",
        note="原文連結：",
        gap="",
    ),
    Voice(
        language="en",
        host="harbour.example",
        section="nsc303",
        name="Harbour",
        home="Home",
        hot="Most read",
        dateline="(Harbour Post, {date}) ",
        day="%B %-d, %Y",
        topics=("ferry", "library", "storm warning", "lighthouse"),
        titles=("The ferry runs again", "Library opens on Sundays", "Storm warning lifted"),
        heads=("“A long wait”", "What comes next"),
        sentences=(
            ("On Friday the port said that the", ", closed since winter, runs daily."),
            ("Residents (about 200 of them) waited for the", " at the old pier."),
            ("“We missed the", "” said a baker’s daughter, “very much.”"),
            ("According to the council, the", "'s costs are shared by three towns."),
        ),
        caption="The pier in the morning, March 2026. (Harbour Post)",
        share="Press and copy this address, or the code, to share the story:<br/>",
        note="Original (may be blocked): ",
        gap=" ",
    ),
    Voice(
        language="fa",
        host="bandar.example",
        section="nsc404",
        name="خبرهای بندر",
        home="خانه",
        hot="پربازدید",
        dateline="(خبرگزاری بندر، {date}) ",
        day="%Y/%-m/%-d",
        topics=("کشتی", "کتابخانه", "فانوس دریایی"),
        titles=("کشتی دوباره راه می\u200cافتد", "کتابخانه یکشنبه\u200cها باز است"),
        heads=("مردم: خوشحالیم",),
        sentences=(
            ("روز جمعه اعلام شد که", " از هفته آینده هر روز کار می\u200cکند."),
            ("به گفته مردم،", "، پس از زمستان، دوباره باز شد."),
            (
                "شهردار درباره",
                " گفت: «منتظر بودیم».",
            ),
        ),
        caption="بندر در صبح، عکس از خبرگزاری بندر",
        share="برای هم\u200cرسانی، نشانی زیر را کپی کنید:<br/>",
        note="نشانی اصلی: ",
        gap=" ",
    ),
)
"""Newsrooms that do not exist, in four scripts."""


@dataclass(frozen=True)
class OldNews:
    """One invented story, and what of it a reading must give."""

    number: int
    voice: Voice
    title: str
    day: date
    paragraphs: tuple[tuple[Piece, ...], ...]
    head: str

    @property
    def path(self) -> str:
        """Where its page lies."""
        return f"pages/{self.voice.section}/n{self.number}.md"

    @property
    def original(self) -> str:
        """Where the newsroom has it."""
        day = self.day + timedelta(days=-1)
        return f"https://{self.voice.host}/gb/{day:%y/%-m/%-d}/n{self.number}.htm"

    @property
    def picture(self) -> str:
        """The hot-linked opening picture."""
        return f"https://i.{self.voice.host}/uploads/{self.day:%Y/%m}/id{self.number}-600x400.jpg"

    @property
    def own(self) -> str:
        """The page's address on its forge."""
        return f"{FORGE}/{self.path}"

    @property
    def topics(self) -> tuple[str, ...]:
        """The words that lead to topics, in order, each once."""
        words = [p[0] for paragraph in self.paragraphs for p in paragraph if not isinstance(p, str)]
        return tuple(dict.fromkeys(words))


def old_story(number: int) -> OldNews:
    """Return the story called *number*: the same for the same number."""
    dice = random.Random(number)
    voice = VOICES[number % len(VOICES)]
    day = date(2025, 1, 1) + timedelta(days=dice.randrange(390))
    first = voice.dateline.replace("{date}", day.strftime(voice.day))
    paragraphs = [_paragraph(dice, voice, first)]
    paragraphs += [_paragraph(dice, voice) for _ in range(dice.randrange(3, 14))]
    title = f"{dice.choice(voice.titles)} {number}"
    return OldNews(number, voice, title, day, tuple(paragraphs), dice.choice(voice.heads))


def _paragraph(dice: random.Random, voice: Voice, begin: str = "") -> tuple[Piece, ...]:
    before, after = dice.choice(voice.sentences)
    topic = dice.choice(voice.topics)
    space = "" if before.endswith(("“", "(")) else voice.gap
    pieces: list[Piece] = [begin + before + space, (topic, topic_address(voice, topic)), after]
    if dice.random() < 0.4:
        more, end = dice.choice(voice.sentences)
        pieces[2] = f"{after}{voice.gap}{more}{topic if not voice.gap else ' ' + topic}{end}"
    return tuple(pieces)


def topic_address(voice: Voice, topic: str) -> str:
    """Return the newsroom's own page of *topic*."""
    return f"https://{voice.host}/gb/tag/{quote(topic)}.html"


def words_of(pieces: Iterable[Piece]) -> str:
    """Return the text of a paragraph."""
    return "".join(p if isinstance(p, str) else p[0] for p in pieces)


def expected_texts(news: OldNews) -> list[str]:
    """Return the leaves of the body in order, as the newsroom wrote them."""
    texts = [words_of(paragraph).strip() for paragraph in news.paragraphs]
    return [*texts[:2], news.head, *texts[2:]]


# ---- as the old mirror writes it


@dataclass(frozen=True)
class Furniture:
    """Links of navigation and promotion, as targets without the page's mark."""

    promoted: tuple[tuple[str, str], ...] = (
        (" 🎬 How to read this page without a network", "https://guides.example/offline.html"),
        (
            " 🔥 【推荐】港口的一百年 [图集]",
            "https://forge.example/mirror/books/blob/master/README.md",
        ),
        (" ⛵ (1) 海图下载", "http://192.0.2.7:81/charts/../maps/index.html"),
    )
    fixed: tuple[tuple[str, str], ...] = field(
        default=(("指南", "https://forge.example/mirror/guides/blob/master/README.md"),)
    )


FURNITURE = Furniture()


def write_page(news: OldNews, damage: Damage = "html") -> str:
    """Return the page of *news* as an existing mirror writes it."""
    stamp, voice = f"?n{news.number}", news.voice
    bar = _bar(voice, stamp)
    caption = f'<div class="caption">\n {voice.caption}\n</div>'
    lead = f'<div><img alt="{escape(news.title)}" class="wp-post-image" src="{news.picture}"/>\n'
    promoted = "\n\n".join(f"#### [{t}]({a}{stamp}) " for t, a in FURNITURE.promoted)
    top = f"### {news.title}\n------------------------\n\n{bar}\n\n\n\n{lead}{caption}</div><hr/>"
    page = f"{top}\n\n{promoted}\n\n{_body(news, damage)}\n<hr/>\n"
    if damage == "bare":
        return f"{page}{voice.note}{news.original}\n"
    return page + _end(news, bar)


def _bar(voice: Voice, stamp: str) -> str:
    links = [
        (voice.home, "../../README.md"),
        (voice.name, f"../../indexes/{voice.name}.md"),
        (voice.hot, f"../../indexes/{voice.hot}.md"),
        *FURNITURE.fixed,
    ]
    return "#### " + "  &nbsp;&nbsp;|&nbsp;&nbsp; ".join(f"[{t}]({a}{stamp})" for t, a in links)


def _end(news: OldNews, bar: str) -> str:
    own, voice = news.own, news.voice
    code = f"https://cdn.example/gh/mirror/goodnews/{news.path}.png"
    counter = f"http://counter.example/goodnews/{news.path}"
    return (
        f"{voice.share}\n{own} <br/>\n<a href='{own}'><img src='{code}'/></a> <br/>\n"
        f"{voice.note}{news.original}\n\n\n------------------------\n{bar}\n\n\n"
        f"<img src='{counter}' width='0px' height='0px'/>"
    )


def _body(news: OldNews, damage: Damage) -> str:
    if damage in ("markdown", "code"):
        indent = "    " if damage == "code" else ""
        blocks = [indent + _markdown(paragraph) for paragraph in news.paragraphs]
        head = f"{indent}{news.head}" if damage == "code" else f"#### {news.head}"
        return "\n\n".join([*blocks[:2], head, *blocks[2:]])
    blocks = [f"<p>\n{_prettified(paragraph)}</p>" for paragraph in news.paragraphs]
    blocks.insert(2, f"<h4>\n {escape(news.head)}\n</h4>")
    if damage == "blank":
        blocks[3:] = ["\n" + "\n".join(f"    {ln}" for ln in b.split("\n")) for b in blocks[3:]]
    junk = (
        '<div id="gtx-anchor" style="position: absolute; visibility: hidden; left: 9px;">\n</div>'
    )
    return "<div>" + "\n".join([*blocks, junk]) + "\n</div>"


def _markdown(pieces: Iterable[Piece]) -> str:
    return "".join(p if isinstance(p, str) else f"[{p[0]}]({p[1]})" for p in pieces).strip()


def _prettified(pieces: Iterable[Piece]) -> str:
    """Return a paragraph with every element and text on lines of its own, links made dead."""
    lines: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            lines.append(f" {escape(piece.strip(), quote=False)}")
        else:
            words, address = piece
            lines += [f' <ok href="{address}">', f"  {escape(words, quote=False)}", " </ok>"]
    return "".join(line + "\n" for line in lines)


DAMAGES: tuple[Damage, ...] = ("html", "html", "html", "markdown", "code", "blank", "bare")


def damage_of(number: int) -> Damage:
    """Return how the page of the story called *number* is damaged: most as the seeds are."""
    return DAMAGES[number // len(VOICES) % len(DAMAGES)]


def write_mirror(numbers: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file of a mirror that holds the stories *numbers*."""
    stories = [old_story(number) for number in numbers]
    for news in stories:
        yield news.path, write_page(news, damage_of(news.number))
        yield f"{news.path}.png", f"a code for {news.own}"
    for voice in VOICES:
        own = [news for news in stories if news.voice is voice]
        yield f"indexes/{voice.name}.md", _index(voice.name, own, "../", voice)
    mixed = stories[:: max(1, len(stories) // 20)]
    yield f"indexes/{VOICES[0].hot}.md", _index(VOICES[0].hot, mixed, "../", VOICES[0])
    yield "README.md", _home(stories)
    yield "LICENSE", "Our own words.\n"
    yield "about/contact.md", "# About\n\nThis mirror is made by people who like harbours.\n"


def _index(title: str, stories: Iterable[OldNews], up: str, voice: Voice) -> str:
    bar = f"#### [{voice.home}]({up}README.md) &nbsp;|&nbsp; [{voice.hot}]({voice.hot}.md)"
    rows = [f"#### [{news.title}]({up}{news.path}?n1) \n" for news in stories]
    return f"### {title}\n----------------------\n\n{bar}\n\n" + "\n".join(rows)


def _home(stories: Iterable[OldNews]) -> str:
    parts = ["# 新闻镜像\n", "手机浏览请点击下面的栏目。\n"]
    stories = list(stories)
    for voice in VOICES:
        parts.append(f"### [{voice.name}](indexes/{voice.name}.md?readme)\n")
        own = [news for news in stories if news.voice is voice][:5]
        parts += [f"- [{news.title}]({news.path}?readme)" for news in own]
        parts.append("")
    return "\n".join(parts)
