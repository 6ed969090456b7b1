"""How to read one newsroom's documents: data, written by hand, imported or learned."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Selector:
    """One step of a recipe.

    Attributes:
        query: the selector's text.
        language: `css` runs on the lexbor tree, `xpath` runs through lxml.
        attribute: take this attribute's value instead of the node's text, "" for the text.
    """

    query: str
    language: str = "css"
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Characters of the page that are replaced before it is parsed (ftr `find_string`)."""

    find: str
    replace: str


@dataclass(frozen=True, slots=True)
class Example:
    """A page that the recipe must read: address, title, a sentence within, one that must not be."""

    address: str
    title: str = ""
    contains: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Selectors for one newsroom's story pages; of each field, the first that matches counts.

    Attributes:
        name: the newsroom or host it is for.
        body: nodes of the body; every node that the first matching selector finds, in order.
        exclude: nodes inside the body that are no part of the story.
        title, authors, published, lead_image, lead_caption, tags, next_page, language: one field.
        strip_id_or_class: words; a node whose id or class holds one is excluded.
        strip_image: words; an image whose address holds one is excluded.
        rewrites: done on the page's text before parsing.
        date_format: strptime format of the date, "" to recognise it.
        timezone: zone of dates without one, "" = UTC.
        multi_page: follow `next_page`.
        examples: pages that the recipe must read.
    """

    name: str = ""
    body: tuple[Selector, ...] = ()
    exclude: tuple[Selector, ...] = ()
    title: tuple[Selector, ...] = ()
    authors: tuple[Selector, ...] = ()
    published: tuple[Selector, ...] = ()
    lead_image: tuple[Selector, ...] = ()
    lead_caption: tuple[Selector, ...] = ()
    tags: tuple[Selector, ...] = ()
    next_page: tuple[Selector, ...] = ()
    language: tuple[Selector, ...] = ()
    strip_id_or_class: tuple[str, ...] = ()
    strip_image: tuple[str, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    date_format: str = ""
    timezone: str = ""
    multi_page: bool = True
    examples: tuple[Example, ...] = field(default=())
