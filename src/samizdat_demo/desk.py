"""A desk for the demo's mirror: what an editor of three newsrooms could have in the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Address = Callable[[str, str], str]
"""Newsroom and id of a story → its address on the demo's server."""

_TOPICS = """\
# Words of three newsrooms that mean the same.
[topic.ferries]
names = { en = "Ferries", zh = "渡轮", fa = "کشتی‌ها" }
aliases = ["渡轮", "کشتی"]

[topic.harbour]
names = { en = "The harbour", zh = "港口", fa = "بندر" }
aliases = ["港口", "بندر"]

[topic.libraries]
names = { en = "Libraries", zh = "图书馆", fa = "کتابخانه‌ها" }
aliases = ["Library", "图书馆", "کتابخانه"]

[topic.storms]
names = { en = "Storms", zh = "风暴", fa = "توفان" }
aliases = ["风暴", "توفان"]
"""

_SECTIONS = """\
# The order of these tables is the order in which readers see the sections.
[section."gangkou/news"]
names = { en = "The Port", zh = "港口新闻" }

[section."harbour/news"]
names = { en = "The Harbour", zh = "海湾新闻" }
keep = "100"
"""

_PROMOS = """\
[[promo]]
name = "reading"
place = "above"
links = [{ text = "%(reading)s", address = "https://library.example/reading" }]

[[promo]]
name = "tides"
place = "below"
choose = 2
links = [
  { text = "%(tide)s", address = "https://tides.example/" },
  { text = "%(pilot)s", address = "https://pilots.example/" },
  { text = "%(choir)s", address = "https://choir.example/" },
]

[[promo]]
name = "row"
place = "row"
row = 2
links = [{ text = "%(map)s", address = "https://maps.example/old" }]
"""

_WORDS = {
    "en": {
        "note": "No ferry on Sunday: the north quay is being repaired.",
        "pick": "Two more ferries every evening",
        "correction": "An earlier version gave the reading room thirty seats. It has forty.",
        "reading": "The reading room lends by post",
        "tide": "Tide tables of the bay",
        "pilot": "How a pilot comes aboard",
        "choir": "The harbour choir rehearses on Mondays",
        "map": "A walk through the bay's old charts",
    },
    "zh": {
        "note": "周日渡轮停航一天：北码头检修。",
        "pick": "每晚增开两班渡轮",
        "correction": "本文早先的版本说阅览室有三十个座位，应为四十个。",
        "reading": "阅览室开通邮寄借书",
        "tide": "海湾潮汐表",
        "pilot": "引水员怎样登船",
        "choir": "港口合唱团每周一排练",
        "map": "沿着旧海图走一圈海湾",
    },
}


def write_desk(folder: Path, address: Address, language: str = "en") -> None:
    """Write a desk into *folder*, with words in *language*: `en` or `zh`."""
    words = _WORDS[language]
    ferry = address(*{"en": ("harbour", "ferry-timetable"), "zh": ("gangkou", "dulun")}[language])
    library = address(
        *{"en": ("harbour", "library-night"), "zh": ("gangkou", "tushuguan")}[language]
    )
    museum = address("gangkou", "bowuguan")
    files = {
        "picks.csv": f"address,title\n{ferry},{words['pick']}\n{museum},\n",
        "notes.csv": f"text\n{words['note']}\n",
        "topics.toml": _TOPICS,
        "sections.toml": _SECTIONS,
        "promos.toml": _PROMOS % words,
        "corrections/library.md": f"{library}\n2026-11-21\n\n{words['correction']}\n",
        "blocklist.txt": "# Nothing is left out of the demo; a line here would be.\n",
    }
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
