"""The language of a text: the tag a page declares where its letters agree, else its letters'."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_HANS = frozenset(
    "们这个来说时为国会学对发经过动现进还没样与问间长报见开关东车马鸟龙门认识让请谁难题头买卖话语读写听"
    "书画线组织结给绝统继续维综总约纪红级练终细经营严丽举义乐习乡云产亲仅从众优伤传价块坏声处复够奖妇"
    "孙宁实审宽对导尔岁岛帮带广应张弹归当录后执扩扫护担拥择损换据断无旧显权条极构标树样检欢汉沟泽济浓温"
)
_HANT = frozenset(
    "們這個來說時為國會學對發經過動現進還沒樣與問間長報見開關東車馬鳥龍門認識讓請誰難題頭買賣話語讀寫聽"
    "書畫線組織結給絕統繼續維綜總約紀紅級練終細經營嚴麗舉義樂習鄉雲產親僅從眾優傷傳價塊壞聲處復夠獎婦"
    "孫寧實審寬對導爾歲島幫帶廣應張彈歸當錄後執擴掃護擔擁擇損換據斷無舊顯權條極構標樹樣檢歡漢溝澤濟濃溫"
)
_ONLY_HANS, _ONLY_HANT = _HANS - _HANT, _HANT - _HANS
_SCRIPTS = (
    ("latin", "AZaz\u00c0\u024f\u1e00\u1eff"),
    ("el", "\u0370\u03ff\u1f00\u1fff"),
    ("cyrillic", "\u0400\u052f"),
    ("hy", "\u0531\u0587"),
    ("he", "\u05d0\u05ea"),
    ("arabic", "\u0620\u064a\u066e\u06d5"),
    ("hi", "\u0904\u0970"),
    ("bn", "\u0985\u09fa"),
    ("ta", "\u0b85\u0bd7"),
    ("th", "\u0e01\u0e4f"),
    ("bo", "\u0f40\u0fbc"),
    ("my", "\u1000\u109f"),
    ("ka", "\u10d0\u10ff"),
    ("km", "\u1780\u17d3"),
    ("kana", "\u3041\u30ff"),
    ("han", "\u3400\u9fff\uf900\ufaff"),
    ("hangul", "\uac00\ud7af"),
)
"""Scripts, or the language that alone is common in one, with their ranges' ends."""
_SCRIPT_OF = {
    **dict.fromkeys(("zh", "yue", "wuu"), "han"),
    "ja": "kana",
    "ko": "hangul",
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "ug", "sd"), "arabic"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "kk", "ky", "tg", "mk", "mn"), "cyrillic"),
    **{tag: tag for tag in ("th", "hi", "bn", "ta", "bo", "my", "km", "ka", "hy", "el", "he")},
    **dict.fromkeys(("mr", "ne"), "hi"),
}


def tidy_tag(tag: str) -> str:
    """Return *tag* as BCP 47 writes it, "" if it is none; Chinese gets its script.

    >>> tidy_tag("zh_TW"), tidy_tag("EN-us"), tidy_tag("x")
    ('zh-Hant', 'en-US', '')
    """
    tag = tag.strip().partition(",")[0].partition(".")[0]
    if not _TAG.match(tag):
        return ""
    first, *rest = re.split("[-_]", tag)
    parts = [first.lower(), *(_subtag(part) for part in rest)]
    if parts[0] != "zh":
        return "-".join(parts[:3])
    if "Hant" in parts or {"TW", "HK", "MO"} & set(parts):
        return "zh-Hant"
    return "zh-Hans" if "Hans" in parts or {"CN", "SG", "MY"} & set(parts) else "zh"


def _subtag(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) <= 3 else part.lower()


def detect_language(text: str) -> str:
    """Return the tag that the letters of *text* show, "" where letters alone cannot tell.

    >>> detect_language("港口今天重新开放，渡轮恢复航行。这是第一班船。")
    'zh-Hans'
    """
    sample = text[:4000]
    counts: Counter[str] = Counter()
    for letter, number in Counter(sample).items():
        counts[_script(letter)] += number
    del counts[""]
    if not counts:
        return ""
    if counts["kana"] * 8 > counts["han"] and counts["kana"] > 4:
        return "ja"
    script, most = counts.most_common(1)[0]
    if most < 10:
        return ""
    return {"han": _chinese, "arabic": _arabic, "cyrillic": _cyrillic}.get(script, _by_script)(
        sample
    ) or {"hangul": "ko", "latin": ""}.get(script, script if script in _SCRIPT_OF else "")


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    """Return the name of the script of one character, "" if it is of none that tells."""
    for name, ends in _SCRIPTS:
        if any(ends[at] <= letter <= ends[at + 1] for at in range(0, len(ends), 2)):
            return name
    return ""


def _by_script(_: str) -> str:
    return ""


def _chinese(text: str) -> str:
    letters = Counter(text)
    hans = sum(letters[c] for c in _ONLY_HANS & letters.keys())
    hant = sum(letters[c] for c in _ONLY_HANT & letters.keys())
    return "zh" if hans == hant else "zh-Hans" if hans > hant else "zh-Hant"


def _arabic(text: str) -> str:
    """Urdu has ٹ ڈ ڑ ے ں, Persian پ چ ژ گ with ی and ک, Arabic ة ي ى and no such letters."""
    letters = Counter(text)
    if sum(map(letters.__getitem__, "ٹڈڑےںہھ")) * 40 > len(text):
        return "ur"
    if sum(map(letters.__getitem__, "ۇۆېە")) * 40 > len(text):
        return "ug"
    persian = sum(map(letters.__getitem__, "پچژگیک"))
    arabic = sum(map(letters.__getitem__, "ةيىكأإ"))
    return "fa" if persian > arabic else "ar" if arabic > persian else ""


def _cyrillic(text: str) -> str:
    letters = Counter(text.lower())
    if letters["і"] and letters["ў"]:
        return "be"
    if letters["і"] + letters["ї"] + letters["є"] > letters["ы"] + letters["э"] + letters["ё"]:
        return "uk"
    return "ru" if letters["ы"] + letters["э"] + letters["ё"] else ""


def choose_language(declared: tuple[str, ...], text: str, default: str = "") -> str:
    """Return the story's language: a declared tag that the letters allow, else the letters' own.

    Templates copied between sites declare `en` on Chinese and Persian pages, so a tag whose script
    is not the text's is not believed. Chinese without a script gets the one its characters show.
    """
    return _first_agreed((*map(tidy_tag, declared), tidy_tag(default)), detect_language(text))


def with_default(seen: str, default: str) -> str:
    """Return what `choose_language` would have said instead of *seen*, had it known the default.

    >>> with_default("", "fa"), with_default("zh", "zh-Hant"), with_default("ru", "fa")
    ('fa', 'zh-Hant', 'ru')
    """
    return _first_agreed((tidy_tag(default),), seen)


def _first_agreed(tags: Iterable[str], seen: str) -> str:
    for tag in tags:
        if tag and _agree(tag, seen):
            return seen if tag == "zh" and seen.startswith("zh") else _script_seen(tag, seen)
    return seen


def _script_seen(tag: str, seen: str) -> str:
    """Return *tag*, with the script that the characters show if it is Chinese."""
    return seen if tag.startswith("zh-") and seen.startswith("zh-") else tag


def _agree(tag: str, seen: str) -> bool:
    if not seen:
        return True
    first, found = tag.partition("-")[0], seen.partition("-")[0]
    if found in ("fa", "ar", "ur", "ja", "ko", "zh", "ug"):
        return first == found or (
            found in ("fa", "ar") and first in ("ps", "ckb", "sd", "az", "ku")
        )
    return _SCRIPT_OF.get(first) == _SCRIPT_OF.get(found)
