"""`extract`: read pages without a mirror."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from samizdat.app.reading import answer, read_batch, read_single, to_markdown
from samizdat.app.recipes import read_recipe
from samizdat.cli.say import say
from samizdat.errors import SamizdatError, UsageError
from samizdat.model.article import Article
from samizdat.model.failed import Failed
from samizdat.model.recipe import Recipe
from samizdat.render.markdown import escape_text


@click.command()
@click.argument("pages", nargs=-1, metavar="FILE|URL...")
@click.option("--url", "address", default="", help="Address of the page in FILE.")
@click.option("--recipe", "recipe_file", type=click.Path(path_type=Path), help="Recipe to use.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page.")
@click.option("--batch", type=click.Path(path_type=Path), help="JSON lines: id, url, file.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes for --batch.")
@click.option("--allow-private", is_flag=True, help="URL's host may be private or loopback.")
@click.option("-C", "folder", type=click.Path(path_type=Path), help="Folder that FILEs are in.")
def extract(
    pages: tuple[str, ...],
    address: str,
    recipe_file: Path | None,
    *,
    as_json: bool,
    batch: Path | None,
    jobs: int | None,
    allow_private: bool,
    folder: Path | None,
) -> None:
    """Read single pages, or a batch of them, without a mirror."""
    base = folder or _group_folder()
    recipe = read_recipe(base / recipe_file) if recipe_file else None
    if batch:
        for line in read_batch(base / batch, recipe, jobs or 0):
            say(_dump(line))
        return
    if not pages:
        raise UsageError(
            "no page was named", hint="samizdat extract page.html, or a URL, or --batch"
        )
    ok = [
        _one(
            str(base / name) if "://" not in name else name, address, recipe, as_json, allow_private
        )
        for name in pages
    ]
    sys.exit(0 if all(ok) else 1)


def _group_folder() -> Path:
    found = click.get_current_context().obj
    return found if isinstance(found, Path) else Path()


def _dump(data: object) -> str:
    """Return *data* as one line of JSON; a lone surrogate, which UTF-8 lacks, is escaped."""
    text = json.dumps(data, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _one(name: str, address: str, recipe: Recipe | None, as_json: bool, private: bool) -> bool:
    """Say what *name* holds; return whether a story was found."""
    try:
        url, result = read_single(name, address, recipe, allow_private=private)
    except SamizdatError as error:
        url, result = address or name, Failed.from_error(error, where=name)
    if as_json:
        say(_dump(answer(name, url, result)))
    elif isinstance(result, Article):
        _show(result)
    else:
        hint = f"\n  try: {result.hint}" if result.hint else ""
        say(f"samizdat: {result.where or name}: {result.what}{hint}", err=True)
    return isinstance(result, Article)


def _show(article: Article) -> None:
    when = f"{article.published_at:%Y-%m-%d %H:%M} UTC" if article.published_at else ""
    byline = " · ".join(filter(None, (", ".join(article.authors), when)))
    parts = (f"# {escape_text(article.title)}", escape_text(byline), to_markdown(article))
    say("\n\n".join(part for part in parts if part))
