"""A remote's overlay: the page's address there, and its QR picture."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from samizdat.model.file import File
from samizdat.model.page import StoryPage
from samizdat.render.fingerprint import fingerprint_of
from samizdat.render.git.frame import joined
from samizdat.render.git.paths import checked_base, qr_file, relative
from samizdat.render.git.phrase import address as address_link
from samizdat.render.git.phrase import words
from samizdat.render.look import RENDERER, Look
from samizdat.render.markdown import image, safe_target
from samizdat.render.qr import LONGEST, qr_png

_KEPT = "/:%?#[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class ShareAddress:
    """Where readers find one remote's pages.

    Attributes:
        public: what stands before a page's path, such as `https://forge.example/m/n/blob/main/`.
        forge: github, gitlab, forgejo or folder.
        images: https address of a copy of the files, from which the QR picture comes; "": the
            picture beside the page.
    """

    public: str
    forge: str = "github"
    images: str = ""

    def of(self, path: str) -> str:
        """Return the address of the file *path* on this remote, in ASCII as QR readers need it."""
        return quote(f"{self.public.rstrip('/')}/{path}", safe=_KEPT)

    def picture(self, source: str, path: str) -> str:
        """Return the target of the picture at *path* for the page at *source*."""
        if not self.images:
            return relative(source, path)
        return quote(checked_base(self.images) + path, safe=_KEPT)


def apply_share(file: File, page: StoryPage, address: ShareAddress, look: Look) -> tuple[File, ...]:
    """Return *file* with its share block put in, and the QR picture that the block shows.

    Nothing outside the block changes. A file without a place for it stays as it is; an address
    too long for a QR code goes without picture.
    """
    if file.share_at is None:
        return (file,)
    url = address.of(file.path)
    picture = qr_file(page.path)
    fits = len(url.encode()) <= LONGEST
    block = joined(
        [
            words(look.wording.share),
            address_link(url, look.wording),
            _code(look, address.picture(file.path, picture), url) if fits else "",
        ]
    )
    text = file.content
    content = text[: file.share_at] + f"{block}\n\n".encode() + text[file.share_at :]
    shared = replace(file, content=content, share_at=None)
    return (shared, File(picture, qr_png(url))) if fits else (shared,)


def _code(look: Look, picture: str, url: str) -> str:
    """Return the QR picture as a link to the address that it shows."""
    return f"[{image(look.wording.qr_alt, picture)}]({safe_target(url)})"


def share_fingerprint(address: ShareAddress, look: Look) -> str:
    """Return the hash of everything that a share block says besides the page's path."""
    wording = look.wording
    return fingerprint_of(
        RENDERER, address, wording.share, wording.qr_alt, wording.direction, wording.language
    )
