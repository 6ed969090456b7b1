"""Images at their origin and the derivatives that are published in their place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImageSpec:
    """How an image is prepared for readers; part of a variant's identity.

    Attributes:
        width: widest a published image gets, pixels.
        height: highest a published image gets, pixels.
        quality: WebP quality, 1 to 100.
    """

    width: int = 960
    height: int = 1600
    quality: int = 72

    @property
    def name(self) -> str:
        """The specification as the store keeps it, such as `webp-960x1600-q72`."""
        return f"webp-{self.width}x{self.height}-q{self.quality}"


@dataclass(frozen=True, slots=True)
class Variant:
    """A stored derivative, named by the hash of its bytes.

    Attributes:
        hash: hex SHA-256 of the stored bytes.
        width: pixels.
        height: pixels.
        size_bytes: length of the stored bytes.
    """

    hash: str
    width: int
    height: int
    size_bytes: int

    @property
    def path(self) -> str:
        """Where every edition keeps the image: `images/hh/<32 hex digits>.webp`."""
        return f"images/{self.hash[:2]}/{self.hash[:32]}.webp"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the image worker gives back: a variant and its bytes."""

    variant: Variant
    body: bytes
