"""A template's text → a program that can only put pieces of a page together.

Jinja runs sandboxed and with less than the sandbox allows: the kinds of node that are listed here,
names that a page has, and lists to go through, each with its price; so it ends, and soon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from samizdat.errors import ConfigError
from samizdat.render.templates.budget import PURSE, Budget
from samizdat.render.templates.piece import SHARE, finished

if TYPE_CHECKING:  # an extra, absent on servers whose editors use no templates
    from jinja2 import Environment, Template, nodes

KINDS = ("home", "section", "archive", "topic", "story")
NEEDED: Mapping[str, tuple[str, ...]] = {"story": ("title", "body", "original")}
"""What a template has to put on the page: a story's words and where they come from."""

LONGEST = 64 * 1024
"""Bytes of a template."""

_DEEPEST = 2
_NODES = frozenset(
    {
        *("Template", "Output", "TemplateData", "If", "CondExpr", "For", "Filter", "Test"),
        *("Name", "Const", "List", "Getattr", "Getitem", "Not", "And", "Or", "Compare", "Operand"),
    }
)
"""What a template may be made of; whatever Jinja learns later is refused until it stands here."""

_TESTS = ("defined", "undefined", "none")
_WALKED = "what a loop goes through"
"""No name that a template could write."""

_TAG = re.compile(
    r"</?(?:strong|em|small|sub|sup|br|div|span)"
    r"(?: dir=\"(?:ltr|rtl|auto)\")?(?: lang=\"[\w-]+\")?>"
)
_ANGLE = re.compile(r"(?<!\\)(?:\\\\)*(<)(?=[A-Za-z/!?]|\Z)")
"""An angle that no backslash takes back, before what makes it a tag or before a value."""


class TemplateFaultError(ConfigError):
    """A template that cannot be used; `line` says where."""

    line: int = 0


@lru_cache(maxsize=64)
def compile_template(kind: str, text: str, where: str = "") -> Template:
    """Return the template of *kind* that *text* holds.

    Args:
        kind: one of `KINDS`.
        text: Jinja's own syntax around Markdown.
        where: its path, for messages.

    Raises:
        TemplateFaultError: what is wrong, with the line; or Jinja is not installed.
    """
    environment = _environment()
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415

    if len(text.encode("utf-8", "replace")) > LONGEST:
        raise _fault(f"it is longer than {LONGEST:,} bytes", where, 0, "keep to the page's frame")
    try:
        tree = environment.parse(text)
        _check(tree, kind, where)
        _price(tree)
        return environment.from_string(tree)
    except TemplateSyntaxError as error:
        raise _fault(f"{error.message}", where, error.lineno, "see {{ }} and {% %}") from error
    except (RecursionError, SyntaxError, MemoryError) as error:
        raise _fault("too much stands in each other", where, 0, "make it simpler") from error


def run(template: Template, context: Mapping[str, object], longest: int) -> str:
    """Return the template's output.

    Raises:
        TemplateFaultError: it cannot go on, or wrote more than *longest* characters.
    """
    from jinja2 import TemplateError  # noqa: PLC0415

    purse = {PURSE: Budget()}
    written: list[str] = []
    size = 0
    try:
        for part in template.generate({**context, **purse}):
            written.append(part)
            size += len(part)
            if size > longest:
                raise _fault(f"it writes more than {longest:,} characters", "", 0, "")
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise _fault(f"it fails on a page: {error}", "", 0, "see the list of names") from error
    return "".join(written)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    try:
        from samizdat.render.templates.filters import FILTERS, walked  # noqa: PLC0415
        from samizdat.render.templates.jail import Jail  # noqa: PLC0415
    except ImportError as error:
        hint = "pip install 'samizdat[desk]'"
        raise _fault("templates need Jinja, which is not installed", "", 0, hint) from error
    environment = Jail(finished)
    environment.filters = {**FILTERS, _WALKED: walked}
    environment.tests = {name: environment.tests[name] for name in _TESTS}
    return environment


def _check(tree: nodes.Template, kind: str, where: str) -> None:
    """Refuse what could run long, reach out, or write what no page may hold."""
    from jinja2 import nodes as kinds  # noqa: PLC0415

    for node in tree.find_all(kinds.Node):
        word = type(node).__name__
        if word not in _NODES:
            what = f"a template cannot use “{word.lower()}”"
            raise _fault(what, where, node.lineno, "take names from the list, one by one")
    if SHARE[0] in "".join(data.data for data in tree.find_all(kinds.TemplateData)):
        raise _fault("it holds a control character", where, 0, "write it without")
    if deep := next(_too_deep(tree, 0, kinds), None):
        raise _fault("loops stand in each other three deep", where, deep, "two are enough")
    for data in tree.find_all(kinds.TemplateData):
        at = _strange_tag(data.data)
        if at is not None:
            what = f"“{data.data[at : at + 20].splitlines()[0]}” may not stand on a page"
            line = data.lineno + data.data.count("\n", 0, at)
            hint = "write Markdown; of HTML only strong, em, small, sub, sup, br, div, span"
            raise _fault(what, where, line, hint)
    named = {node.name for node in tree.find_all(kinds.Name)}
    for name in NEEDED.get(kind, ()):
        if name not in named:
            what = f"a {kind} page must show {{{{ {name} }}}}"
            raise _fault(what, where, 0, f"put {{{{ {name} }}}} where it belongs")


def _price(tree: nodes.Template) -> None:
    """Let every loop pay for what it goes through: its rows, by the nodes that each row runs."""
    from jinja2 import nodes as kinds  # noqa: PLC0415

    for loop in list(tree.find_all(kinds.For)):
        weight = kinds.Const(sum(1 for _ in loop.find_all(kinds.Node)))
        priced = kinds.Filter(loop.iter, _WALKED, [weight], [], None, None, lineno=loop.lineno)
        priced.set_environment(_environment())
        loop.iter = priced


def _too_deep(node: Any, depth: int, kinds: Any) -> Iterator[int]:
    depth += isinstance(node, kinds.For)
    if depth > _DEEPEST:
        yield node.lineno
    for child in node.iter_child_nodes():
        yield from _too_deep(child, depth, kinds)


def _strange_tag(text: str) -> int | None:
    """Return where in *text* something begins that a browser could take for another tag."""
    starts = (match.start(1) for match in _ANGLE.finditer(text))
    return next((at for at in starts if not _TAG.match(text, at)), None)


def _fault(what: str, where: str, line: int | None, hint: str) -> TemplateFaultError:
    place = f"{where}, line {line}" if line and where else where
    fault = TemplateFaultError(what, where=place, hint=hint)
    fault.line = line or 0
    return fault
