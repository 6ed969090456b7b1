r"""Plain text → Markdown that GitHub, GitLab, Gitea and Forgejo show as exactly this text.

A character is escaped only where a construct would begin, so that pages read well raw. Three means,
in this order of liking:

- a backslash, where the renderer itself would see a construct;
- `<span>x</span>` around one character, where a forge looks at the *rendered* text (e-mail
  addresses in every renderer, mentions, emoji names, `owner/repo#1`, `[[wiki]]`, `[TOC]`,
  alerts, inline diffs): there a backslash is long gone when the forge looks;
- never `\[` at the start of a line: Gitea and Forgejo read that as the start of a formula that runs
  to the end of the document.

Left alone on purpose: hexadecimal words (forges link them only if a commit of that very name exists
in the repository), `GH-1` and bare `#1` on GitHub and Gitea (neither links them in files).
"""

import re

from samizdat.render.markdown.characters import clean_text

# One set of characters is looked for 15 times as fast as a choice of patterns: it finds where the
# patterns below may begin, and most texts have no such place. A full stop counts after `www`, a
# sign of addition or subtraction after a bracket.
_PLACES = re.compile(r"[\\`*_~\[\]<&@:$#%^{!]")
_MORE_PLACES = re.compile(r"[\\`*_~\[\]<&@:$#%^{!.+-]")
_TEXT = r"""
    (?P<backslash>
        \\(?=[!-/:-@\[-`{-~]|$)               # would escape what follows
      | [`$]
      | \^(?=\[|alert\#)                      # inline footnotes; GitLab's alerts
      | \*(?!\ ) | (?<!\ )\*
      | ~(?!\ ) | (?<!\ )~
      | _(?![^\W_]) | (?<![^\W_])_            # inside a word it never starts emphasis
      | <(?=[A-Za-z/!?])
      | &(?=\#?[A-Za-z0-9]{1,32};|\d)         # an entity; GitLab's epics
      | :(?=//)
      | (?<=[wW][wW][wW])\.
      | (?<![A-Za-z0-9_.-])[\#!](?=\d)        # GitLab's issues and merge requests
      | (?<![A-Za-z0-9])%(?=[A-Za-z0-9_"])    # GitLab's milestones
      | (?<=\{)[{%]                           # Liquid, which runs before Markdown
      | BRACKETS
    )
  | (?P<span>
        @(?=[A-Za-z0-9_]) | (?<=[A-Za-z0-9.+_-])@(?=[\w.-])
      | :(?=(?:[0-9_+-]{0,40}[A-Za-z][A-Za-z0-9_+-]{0,60}|100|1234|\+1|-1):)
      | (?<=[A-Za-z0-9_.-])[\#!](?=\d)        # owner/repo#1
      | \[(?=\^)                              # footnotes
      | (?<=\[)\[ | \[(?=[Tt][Oo][Cc]\])
      | (?<=\{)[+-](?!\}) | (?<=\[)[+-](?!\]) # GitLab's inline diffs
    )
"""
_IN_TEXT = re.compile(_TEXT.replace("BRACKETS", r"\](?=[(\[:])"), re.VERBOSE)
_IN_LABEL = re.compile(_TEXT.replace("BRACKETS", r"[\[\]]"), re.VERBOSE)

_STARTERS = frozenset("#>-+*=|:;~[$0123456789")
_LINE_START = re.compile(
    r"""
    (?P<backslash>
        \#(?=\#{0,5}(?:[ \t]|$))
      | [>|]
      | [*+~](?=[ \t]|$)
      | \+(?=\+\+) | ;(?=;;)                  # GitLab's front matter
      | -(?=[-|:\s]|$)
      | =(?==*\s*$)
      | :(?=[-:\s]|$)
    )
  | (?P<number>\d{1,9})[.)](?=\s|$)
  | (?P<span>\[(?:(?=.\](?![^\W_]|\())|(?=!)))   # GitLab's comrak asks for the end of a text node
    """,
    re.VERBOSE,
)
_BOX = re.compile(r"\[(?=.\](?![^\W_]|\())")


def escape_text(text: str) -> str:
    r"""Return inline Markdown that renders as exactly *text*, also at the start of a paragraph.

    Deceiving characters are gone and whitespace is collapsed (`clean_text`).

    >>> escape_text("1. *a* [b](c) <d>")
    '1\\. \\*a\\* [b\\](c) \\<d>'
    >>> escape_text("今天 [图集] 开馆。")
    '今天 [图集] 开馆。'
    """
    return guard_line(escape_clean(clean_text(text).strip(" ")))


def escape_clean(text: str, *, label: bool = False) -> str:
    """Return clean *text* for the middle of a line; *label*: for the text of a link."""
    places = _MORE_PLACES if "w." in text or "W." in text or "[" in text or "{" in text else _PLACES
    if not places.search(text):
        return text
    construct = _IN_LABEL if label else _IN_TEXT
    return places.sub(lambda place: _escaped(place, construct), text)


def _escaped(place: re.Match[str], construct: re.Pattern[str]) -> str:
    """Return the character at *place*, escaped if *construct* begins with it."""
    match = construct.match(place.string, place.start())
    return _escape(match) if match else place[0]


def escape_alt(text: str) -> str:
    """Return Markdown for the description of an image: one attribute, in which no forge links."""
    escaped = _IN_LABEL.sub(lambda m: "\\" + m[0], clean_text(text).strip(" "))
    return "\\" + escaped if escaped.startswith("^") else escaped  # `![^` is a footnote on GitHub


def _escape(match: re.Match[str]) -> str:
    return f"<span>{match[0]}</span>" if match.lastgroup == "span" else "\\" + match[0]


def guard_line(line: str) -> str:
    """Return a line of inline Markdown so that no block other than a paragraph begins with it."""
    if line[:1] not in _STARTERS:
        return line
    match = _LINE_START.match(line)
    if not match:
        return line
    if match.lastgroup == "number":
        digits = match["number"]
        return f"{digits}\\{line[len(digits) :]}"
    return _escape(match) + line[match.end() :]


def guard_box(line: str) -> str:
    """Return the text of a heading so that goldmark sees no check box in a list item."""
    match = _BOX.match(line)
    return f"<span>[</span>{line[1:]}" if match else line


def guard_lines(text: str) -> str:
    """Return inline Markdown of one or more lines, each guarded and without outer spaces."""
    if "\n" not in text:
        return guard_line(text.strip(" \t"))
    return "\n".join(guard_line(line.strip(" \t")) for line in text.split("\n"))
