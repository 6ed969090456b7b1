"""A template's text → a program that can only put pieces of a page together.

Jinja runs sandboxed and with less than the sandbox allows: no calls, no arithmetic that multiplies
texts, no files, loops two deep over lists that a page has; so it ends, and soon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from samizdat.errors import ConfigError
from samizdat.render.templates.piece import finished

if TYPE_CHECKING:  # an extra, absent on servers whose editors use no templates
    from jinja2 import Environment, Template, nodes

KINDS = ("home", "section", "archive", "topic", "story")
NEEDED: Mapping[str, tuple[str, ...]] = {"story": ("title", "body", "original")}
"""What a template has to put on the page: a story's words and where they come from."""

LONGEST = 64 * 1024
"""Bytes of a template."""

_DEEPEST = 2
_FILTERS = ("default", "first", "join", "last", "length", "lower", "reverse", "sort", "upper")
_TAG = re.compile(
    r"</?(?:strong|em|small|sub|sup|br|div|span)"
    r"(?: dir=\"(?:ltr|rtl|auto)\")?(?: lang=\"[\w-]+\")?>"
)
_ANGLE = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")


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
        return environment.from_string(tree)
    except TemplateSyntaxError as error:
        raise _fault(f"{error.message}", where, error.lineno, "see {{ }} and {% %}") from error


def run(template: Template, context: Mapping[str, object], longest: int) -> str:
    """Return the template's output.

    Raises:
        TemplateFaultError: it cannot go on, or wrote more than *longest* characters.
    """
    from jinja2 import TemplateError  # noqa: PLC0415

    written: list[str] = []
    size = 0
    try:
        for part in template.generate(context):
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
        from jinja2 import StrictUndefined  # noqa: PLC0415
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415
    except ImportError as error:
        hint = "pip install 'samizdat[desk]'"
        raise _fault("templates need Jinja, which is not installed", "", 0, hint) from error
    environment = ImmutableSandboxedEnvironment(
        autoescape=False,  # `finished` escapes as Markdown
        finalize=finished,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


def _check(tree: nodes.Template, kind: str, where: str) -> None:
    """Refuse what could run long, reach out, or write what no page may hold."""
    from jinja2 import nodes as kinds  # noqa: PLC0415

    refused: tuple[type[nodes.Node], ...] = (
        *(kinds.Call, kinds.CallBlock, kinds.Macro, kinds.Mul, kinds.Pow, kinds.Mod),
        *(kinds.Import, kinds.FromImport, kinds.Include, kinds.Extends, kinds.FilterBlock),
    )
    for node in tree.find_all(refused):
        word = type(node).__name__.lower()
        what = f"a template cannot use “{word}”"
        raise _fault(what, where, node.lineno, "take names from the list, one by one")
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


def _too_deep(node: Any, depth: int, kinds: Any) -> Iterator[int]:
    depth += isinstance(node, kinds.For)
    if depth > _DEEPEST:
        yield node.lineno
    for child in node.iter_child_nodes():
        yield from _too_deep(child, depth, kinds)


def _strange_tag(text: str) -> int | None:
    """Return where in *text* something begins that a browser could take for another tag."""
    starts = (match.start() for match in _ANGLE.finditer(text))
    return next((at for at in starts if not _TAG.match(text, at)), None)


def _fault(what: str, where: str, line: int | None, hint: str) -> TemplateFaultError:
    place = f"{where}, line {line}" if line and where else where
    fault = TemplateFaultError(what, where=place, hint=hint)
    fault.line = line or 0
    return fault
