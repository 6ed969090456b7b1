"""Which pictures a story shows."""

from collections.abc import Iterable, Iterator

from samizdat.model.article import Article
from samizdat.model.tree import Block, Figure, List, Quote


def image_origins(article: Article) -> tuple[str, ...]:
    """Return the origin addresses of the article's pictures, lead first, each once, in order."""
    lead = (article.lead,) if article.lead else ()
    return tuple(dict.fromkeys(f.image.address for f in (*lead, *_figures(article.blocks))))


def _figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    for block in blocks:
        match block:
            case Figure():
                yield block
            case Quote():
                yield from _figures(block.blocks)
            case List():
                for item in block.items:
                    yield from _figures(item.blocks)
            case _:
                pass
