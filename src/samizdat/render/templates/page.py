"""A page by an editors' template, or nothing where the template cannot be used."""

from __future__ import annotations

from collections.abc import Mapping

from samizdat.errors import ConfigError
from samizdat.model.page import HomePage, Page, StoryPage
from samizdat.render.git.frame import split_frame
from samizdat.render.git.home import marked
from samizdat.render.git.story import story_parts, with_machine_line
from samizdat.render.look import Look
from samizdat.render.templates.check import check_output, shows
from samizdat.render.templates.compile import NEEDED, TemplateFaultError, compile_template, run
from samizdat.render.templates.context import context_of, kind_of
from samizdat.render.templates.piece import SHARE
from samizdat.render.templates.sample import sample_pages
from samizdat.render.wording import load_wording

_LONGEST = 2_000_000
"""Characters of a page: a very long story has a tenth."""


def templated(page: Page, look: Look, image_base: str = "") -> tuple[str, str] | None:
    """Return *page* before and after the place for a remote's own lines, by its template.

    None if there is no template for it.

    Raises:
        ConfigError: the template cannot be used on this page; the built-in look must stand in,
            since a page of the mirror is never missing.
    """
    text = dict(look.templates).get(kind_of(page))
    return None if text is None else _made(page, look, text, image_base)


def template_faults(kind: str, text: str, where: str) -> list[TemplateFaultError]:
    """Return what is wrong with the template of *kind*, tried on sample pages; [] if nothing."""
    try:
        compile_template(kind, text, where)
        look = Look("Sample mirror", load_wording("en"), templates=((kind, text),))
        for page in sample_pages(kind):
            _made(page, look, text, "")
    except TemplateFaultError as error:
        return [error]
    except ConfigError as error:
        return [TemplateFaultError(error.what, where=where, hint=error.hint)]
    return []


def _made(page: Page, look: Look, text: str, image_base: str) -> tuple[str, str]:
    kind = kind_of(page)
    context = context_of(page, look, image_base)
    output = run(compile_template(kind, text), context, _LONGEST)
    _check(kind, context, output, image_base)
    before, _, after = output.strip("\n").partition(SHARE)
    start, end = split_frame(before.strip("\n"), after.replace(SHARE, "").strip("\n"), look.wording)
    if isinstance(page, HomePage):
        return marked(start, end)
    if isinstance(page, StoryPage):
        parts = story_parts(page, look, image_base)
        return start, with_machine_line(page, parts, start, end)
    return start + end, ""


def _check(kind: str, context: Mapping[str, object], output: str, image_base: str) -> None:
    """Refuse a page that lacks what it must show, or holds what no page may hold."""
    for name in NEEDED.get(kind, ()):
        if not shows(output.replace(SHARE, ""), str(context[name])):
            raise TemplateFaultError(
                f"{{{{ {name} }}}} does not come out whole", hint="put it in lines of its own"
            )
    for fault in check_output(output.replace(SHARE, ""), image_base):
        raise TemplateFaultError(
            fault, hint="write Markdown, and take pieces from the list of names"
        )
