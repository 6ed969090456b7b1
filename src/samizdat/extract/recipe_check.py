"""A recipe checked against its own examples."""

from collections.abc import Iterator, Mapping

from samizdat.errors import SamizdatError
from samizdat.extract.page import PageJob, extract_page
from samizdat.extract.titles import key_of
from samizdat.model.failed import Failed
from samizdat.model.recipe import Example, Recipe
from samizdat.model.tree_text import text_of


def check_recipe(recipe: Recipe, pages: Mapping[str, bytes]) -> tuple[Failed, ...]:
    """Return what is wrong with *recipe* on those of its examples whose page *pages* holds.

    Args:
        recipe: to be checked.
        pages: bytes by address; examples without a page are not judged.
    """
    known = (example for example in recipe.examples if example.address in pages)
    return tuple(
        Failed(example.address, what, "correct the recipe or its example", "RecipeDrift")
        for example in known
        for what in _faults(recipe, example, pages[example.address])
    )


def _faults(recipe: Recipe, example: Example, page: bytes) -> Iterator[str]:
    """Yield what reading *page* gives that *example* does not want."""
    try:
        article = extract_page(PageJob(page, example.address, recipe=recipe))
    except SamizdatError as error:
        yield error.what
        return
    if article.route != "recipe":
        yield "no body selector matched"
    if example.title and key_of(example.title) != key_of(article.title):
        yield f"the title is {article.title!r}, not {example.title!r}"
    text = " ".join(text_of(article.blocks).split())
    if example.contains and " ".join(example.contains.split()) not in text:
        yield f"the text lacks {example.contains!r}"
    if example.lacks and " ".join(example.lacks.split()) in text:
        yield f"the text holds {example.lacks!r}"
