"""The story's title: what the page says for machines and what it shows, without the site's name."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from samizdat.extract.document import Document
from samizdat.extract.json_ld import plain
from samizdat.model.address import join

_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«›~_]{1,2}\s+|\s*[|｜_—–]\s*|\s+\|\|\s+")
_HYPHEN = re.compile(r"\s*[-–—_|｜·:：]\s*\S{1,30}\Z")
"""What stands between a heading and a site's name, where the heading begins the title."""
_MAX = 400


def choose_title(
    document: Document, headline: str, metas: Sequence[str], element: str, *, site: str = ""
) -> str:
    """Return the title, "" if the page has none.

    An h1 that agrees with the machine data wins, since that is what readers see; then JSON-LD's
    headline, `og:title` and the like; then `<title>`. The site's name at either end goes only if
    the rest is a title that another place has alone, or nothing else speaks for it. A heading that
    is *site*, the name the page gives its site, is none.
    """
    name = key_of(site)
    shown = [heading for heading in _headings(document) if not name or key_of(heading) != name]
    told = [title for title in (headline, *metas) if title]
    for heading in shown:
        if any(_agree(heading, title) for title in (*told, element)):
            return heading[:_MAX]
    if told:
        return _bare(told[0], (*told[1:], element, *shown), name)[:_MAX]
    if len(shown) == 1 and not element:
        return shown[0][:_MAX]
    return _longest_part(element)[:_MAX]


def _headings(document: Document) -> list[str]:
    """Return the texts of the page's first headings but the one that is the site's name."""
    nodes = [node for node in document.tree.css("h1")[:6] if not _leads_home(node, document)]
    found = [" ".join(node.text().split()) for node in nodes or document.tree.css("h2")[:6]]
    return [text for text in found if text]


def _leads_home(node: LexborNode, document: Document) -> bool:
    link = node.css_first("a[href]")
    above = node.parent if link is None else None
    link = above if above is not None and above.tag == "a" else link
    if link is None:
        return False
    address = join(document.base, link.attributes.get("href") or "")
    return bool(address) and urlsplit(address).path.count("/") <= 1 and address != document.address


def key_of(title: str) -> str:
    """Return what two spellings of one title have in common."""
    return re.sub(r"\W+", "", title).casefold()


def _agree(heading: str, title: str) -> bool:
    """Return whether *title* is *heading*, perhaps with a site's name beside it.

    Characters that look like tags count in neither: machine data often come without them, and a
    heading that shows them means them.
    """
    short, whole = key_of(plain(heading)), key_of(plain(title))
    if len(short) < 4 or not whole:
        return False
    if short == whole or _HYPHEN.match(title.removeprefix(heading)):
        return True
    parts = [key_of(part) for part in _SEPARATOR.split(title)]
    return len(parts) > 1 and (
        short == parts[0] or (short in whole and 2 * len(short) > len(whole))
    )


def _bare(title: str, others: Sequence[str], name: str) -> str:
    """Return *title* without a site's name at its end or start, where another place agrees.

    The site's own word for itself, *name*, is such a place.
    """
    for match in reversed(list(_SEPARATOR.finditer(title))):
        front, back = title[: match.start()], title[match.end() :]
        if name and name in (key_of(front), key_of(back)):
            return back if key_of(front) == name else front
        keep = front if len(front) >= len(back) else back
        if any(key_of(other) == key_of(keep) for other in others):
            return keep
    return title


def _longest_part(element: str) -> str:
    """Return the part of a `<title>` before a short site name at its end."""
    matches = list(_SEPARATOR.finditer(element))
    if not matches:
        return element
    parts = [part for part in _SEPARATOR.split(element) if part]
    first = parts[0] if parts else ""
    if 2 * len(first) >= len(element) or len(matches) > 1:
        return max(parts, key=len, default=element)
    cut = matches[-1].start()
    return element[:cut] if 2 * cut >= len(element) else element
