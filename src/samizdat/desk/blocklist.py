"""blocklist.txt: what is left out, or held until a person decides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from samizdat.desk.context import Context
from samizdat.desk.findings import Findings, shown
from samizdat.desk.folding import fold
from samizdat.desk.pattern import read_pattern
from samizdat.desk.repeated import Repeated
from samizdat.errors import ParseError
from samizdat.model.desk import Action, BlockRule, DeskRules, Field

MOST_RULES = 20_000
LONGEST_WORD = 200

FIELDS: dict[str, Field] = {
    **dict.fromkeys(("title", "标题", "標題"), "title"),
    **dict.fromkeys(("address", "url", "地址", "网址", "網址"), "address"),
    **dict.fromkeys(("body", "正文"), "body"),
}
ACTIONS: dict[str, Action] = {
    **dict.fromkeys(("hide", "隐藏", "隱藏"), "hide"),
    **dict.fromkeys(("hold", "待审", "待審"), "hold"),
}
_EVERYWHERE: tuple[Field, ...] = ("title", "address", "body")

_PREFIX = re.compile(r"([^\W\d_]{2,10})\s*[:：]\s*")
_PATTERN = re.compile(r"/(.*)/i?", re.DOTALL)


def read_blocklist(lines: Sequence[str], found: Findings, context: Context) -> DeskRules:
    """Return the rules in the editors' order; empty lines and `# …` are none."""
    rules: list[BlockRule] = []
    repeated = Repeated(found)
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            rule = _rule(line.strip(), number)
        except ParseError as error:
            found.error(number, error)
            continue
        _advise(rule, found, context)
        text = rule.text if rule.is_pattern else fold(rule.text)
        if not repeated.is_met(number, (text, rule.is_pattern, rule.fields, rule.action)):
            rules.append(rule)
    if len(rules) > MOST_RULES:
        what = f"{len(rules):,} rules; the first {MOST_RULES:,} count"
        found.wrong(rules[MOST_RULES].line, what, "join words into patterns")
    return DeskRules(blocklist=tuple(rules[:MOST_RULES]))


def _rule(text: str, line: int) -> BlockRule:
    """Return the rule that *text* writes: prefixes, then a word or `/a pattern/`.

    Raises:
        ParseError: there is no word, or the pattern is unsafe.
    """
    fields: dict[Field, None] = {}
    action: Action = "hide"
    while match := _PREFIX.match(text):
        name = match[1].lower()
        if name in FIELDS:
            fields[FIELDS[name]] = None
        elif name in ACTIONS:
            action = ACTIONS[name]
        else:
            break
        text = text[match.end() :]
    chosen = tuple(one for one in _EVERYWHERE if one in fields) or _EVERYWHERE
    if pattern := _PATTERN.fullmatch(text):
        read_pattern(pattern[1])
        return BlockRule(pattern[1], is_pattern=True, fields=chosen, action=action, line=line)
    _check_word(text)
    return BlockRule(text, fields=chosen, action=action, line=line)


def _check_word(word: str) -> None:
    if not fold(word).strip():
        raise ParseError("this rule has no word", hint="title: word, or title: /pattern/")
    if len(word) > LONGEST_WORD:
        raise ParseError(f"a word of {len(word)} characters; {LONGEST_WORD} are the most")


def _advise(rule: BlockRule, found: Findings, context: Context) -> None:
    """Note what an editor may not have meant."""
    if rule.is_pattern:
        return
    word = rule.text
    if len(fold(word)) == 1:
        found.note(rule.line, f"{shown(word)} is one character, and will be met often")
    if word.startswith("/") != word.endswith("/") and word.count("/") == 1:
        found.note(rule.line, f"{shown(word)} is taken as a word", "a pattern stands between two /")
    if match := _PREFIX.match(word):
        near = context.nearest(match[1].lower(), (*FIELDS, *ACTIONS), alike=0.75)
        if near:
            found.note(rule.line, f"{shown(word)} is taken as a word", f"did you mean {near}: ?")
