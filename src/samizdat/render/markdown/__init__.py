"""Our own Markdown writer: trees and plain text → Markdown that every forge shows alike."""

from samizdat.render.markdown.blocks import write_blocks
from samizdat.render.markdown.characters import clean_code, clean_text, is_blank
from samizdat.render.markdown.escape import escape_text
from samizdat.render.markdown.inlines import write_inlines
from samizdat.render.markdown.lines import heading, image, table_cell, title_link
from samizdat.render.markdown.options import WriteOptions
from samizdat.render.markdown.targets import safe_target

__all__ = [
    "WriteOptions",
    "clean_code",
    "clean_text",
    "escape_text",
    "heading",
    "image",
    "is_blank",
    "safe_target",
    "table_cell",
    "title_link",
    "write_blocks",
    "write_inlines",
]
