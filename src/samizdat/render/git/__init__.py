"""The Git edition: Markdown that forges show alike and that reads well raw."""

from samizdat.render.fingerprint import look_fingerprint, page_fingerprint
from samizdat.render.git.mirrors import apply_mirrors, mirrors_fingerprint
from samizdat.render.git.pages import render_page
from samizdat.render.git.paths import page_path, qr_file, story_file
from samizdat.render.git.share import ShareAddress, apply_share, share_fingerprint
from samizdat.render.look import RENDERER, Look

__all__ = [
    "RENDERER",
    "Look",
    "ShareAddress",
    "apply_mirrors",
    "apply_share",
    "look_fingerprint",
    "mirrors_fingerprint",
    "page_fingerprint",
    "page_path",
    "qr_file",
    "render_page",
    "share_fingerprint",
    "story_file",
]
