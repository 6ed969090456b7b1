"""The short page at an old address, which points to where its page is now."""

from samizdat.model.page import AliasPage
from samizdat.model.story_mark import AliasMark, StoryMark, write_machine_line
from samizdat.render.git.frame import RULE, foot, framed, joined, named_link, navigation
from samizdat.render.git.phrase import heading_of, readable
from samizdat.render.look import Look


def alias_markdown(page: AliasPage, look: Look) -> str:
    """Return the pointer: the title as a link, or that there is nothing to be seen here."""
    wording = look.wording
    way = navigation(page.path, (), page.navigation, wording)
    head = wording.moved if page.target else wording.not_here
    title = readable(page.title, wording.withdrawn if page.is_withdrawn else wording.untitled)
    link = named_link(title, page.path, page.target, wording, page.language) if page.target else ""
    blocks = [way, heading_of(head, wording=wording), link, RULE, foot(look)]
    return f"{framed(joined(blocks), wording)}\n{write_machine_line(_mark(page))}\n"


def _mark(page: AliasPage) -> StoryMark | AliasMark:
    """Return what the pointer says to programs; a merged story stays known by id and address.

    If the one that it led to was withdrawn, no address says what that was: the id has to do.
    """
    kind, _, rest = page.key.partition("/")
    if kind == "story":
        return StoryMark(rest, "merged", address=page.origin, target=page.target)
    return AliasMark(page.target)
