"""Names of authors out of bylines: a list without “By”, roles, addresses and duplicates."""

import re
from collections.abc import Iterable, Iterator

_OPENING = re.compile(
    r"^\s*(?:(?:written |story |words |text |posted |published |reported )?by|von|par|por|di|"
    r"da|af|av|door|oleh|autor(?:a|es)?|auteur|authors?|автор[ы]?|текст|источник|نویسنده|نويسنده|خبرنگار|"
    r"بقلم|كتب|كتبت|کاتب|작성자|글)\s*[:：]?\s+(?=\S)"
    r"|^\s*(?:作者|记者|記者|文|撰文|编辑|編輯|责任编辑|責任編輯|本报记者|本報記者|文字|撰稿|автор|by)\s*[:：/／|]\s*",
    re.IGNORECASE,
)
_CJK_ROLE = re.compile(
    r"^(?:本[报報台刊网網])?(?:特约|特約|实习|實習|见习|見習)?"
    r"(?:记者|記者|通讯员|通訊員|编辑|編輯|撰文|作者)\s*|\s*(?:기자|記者|记者|특파원)$"
)
_SPLIT = re.compile(
    r"\s*(?:[;|、，；•·\n\t]|,(?!\s*(?:Jr|Sr|II|III|PhD|Ph\.D|MD|M\.D)\b)| / |"
    r"(?<=[\u3400-\u9fff])[／/](?=[\u3400-\u9fff]))\s*"
    r"|\s+(?:and|und|et|y|e|och|og|en|i|и|та|with|mit|&|و)\s+",
    re.IGNORECASE,
)
_SPACED_CJK = re.compile(r"[\u3400-\u9fff]{2,4}(?:\s+[\u3400-\u9fff]{2,4})+\Z")
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d|[<>{}=_]|\.(?:com|org|net|co|de|cn)\b|"
    r"^(?:staff|editor|reporter|admin|administrator|redaktion|redaction|rédaction|redacción|"
    r"unknown|none|null|undefined|anonymous|author|by|updated|published|contributor|follow|"
    r"senior|chief|associate|correspondent|.*\b(?:reporter|correspondent|editor|columnist|"
    r"writer|producer|contributor|journalist|redakteur(?:in)?|photographer)s?)$|"
    r"\b(?:am|pm|updated|published|minutes?|hours?|ago|uhr)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:and|und|et|y)\s+")
_MAX_NAMES = 12


def clean_names(raw: Iterable[str]) -> tuple[str, ...]:
    """Return the names in *raw* bylines, in order, each once.

    >>> clean_names(["By Ada Bell and Tom Reed, Reporter", "Ada Bell"])
    ('Ada Bell', 'Tom Reed')
    """
    names: dict[str, str] = {}
    for text in raw:
        for part in _parts(text[:300]):
            name = _name(part)
            if name:
                names.setdefault(name.casefold(), name)
    return tuple(names.values())[:_MAX_NAMES]


def _parts(text: str) -> list[str]:
    text = _OPENING.sub("", " ".join(text.split()))
    parts = _SPLIT.split(text)
    return [
        word for part in parts for word in (part.split() if _SPACED_CJK.match(part) else [part])
    ]


def _name(part: str) -> str:
    """Return *part* as a name, "" if it is none."""
    name = _CJK_ROLE.sub("", _OPENING.sub("", part.strip(' \u3000.,:：-–—*()（）[]【】|/"“”')))
    name = _AND.sub("", name.strip(" \u3000.,:：-–—()（）"))
    if not 2 <= len(name) <= 60 or len(name.split()) > 6 or _NOT_A_NAME.search(name):
        return ""
    return name.title() if name.isupper() and name.isascii() and len(name) > 5 else name


_CJK_BYLINE = re.compile(
    r"(?:^|[\s（(【\[|　])(?:作者|记者|記者|文|撰文|撰稿|责任编辑|責任編輯)"
    r"\s*[:：／/]\s*"
    r"([\u3400-\u9fff·]{2,12}(?:、[\u3400-\u9fff·]{2,6}){0,3})"
    r"(?=$|[\s）)】\]|　／/，。])"
)
_REPORTER = re.compile(
    r"(?:^|[\s（(【\[|]|[电電讯訊])(?:本[报報台刊网網社]\s?)?(?:特约|特約|实习|實習|见习|見習|首席)?"
    r"(?:记者|記者)(?=[\s、:：]|(?<=[（(]记者)|(?<=[（(]記者))"
)
_CJK_WORD = re.compile(r"[\s、:：]*([\u3400-\u9fff·]+)(.?)")
_NO_NAMES = frozenset(
    {
        *("来源", "來源", "编辑", "編輯", "责编", "責編", "摄影", "攝影", "报道", "報道", "報導"),
        *("发布", "發布", "时间", "時間", "专栏", "專欄", "通讯员", "通訊員", "综合", "綜合"),
        *("摄影报道", "综合报道", "綜合報導"),
    }
)


def cjk_byline(text: str) -> tuple[str, ...]:
    """Return the names that *text* gives as 作者：…, 文／…, 记者 … or （记者…）, if any.

    >>> cjk_byline("2026-11-19 10:00 记者 林海 来源：港口日报")
    ('林海',)
    """
    for match in _CJK_BYLINE.finditer(text):
        if "编辑" not in match[0] and "編輯" not in match[0]:
            return clean_names([match[1]])
    for match in _REPORTER.finditer(text[:800]):
        if names := tuple(_names_after(text, match.end())):
            return names
    return ()


def _names_after(text: str, position: int) -> Iterator[str]:
    """Yield up to four names of two to four Han characters that *text* has at *position*."""
    for _ in range(4):
        word = _CJK_WORD.match(text, position)
        if word is None or not 2 <= len(word[1]) <= 4 or word[1] in _NO_NAMES:
            return
        if word[2] and word[2] in ":：，。的在":
            return
        yield word[1]
        position = word.end(1)
