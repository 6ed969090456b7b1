"""Bytes of documents as text, whatever a header says of them."""

from __future__ import annotations

import encodings
import encodings.aliases
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.sources.decode import decode

CODECS = sorted({m.name for m in pkgutil.iter_modules(encodings.__path__)})
BODIES = [
    b"\xff\xfe\x80abc",
    b"\x80\x81" * 40,
    b"~{~abc\x1b$B",
    b"",
    b"xn--\xff.a",
    b"\xd6\xd0\xce",
]


@pytest.mark.parametrize("codec", [*CODECS, *encodings.aliases.aliases])
def test_any_codec_of_a_header_gives_text(codec: str) -> None:
    for body in BODIES:
        assert isinstance(decode(body, f"text/xml; charset={codec}"), str)


@given(st.binary(max_size=200), st.sampled_from(CODECS), st.sampled_from(CODECS))
def test_any_bytes_with_any_claims_give_text(body: bytes, inside: str, header: str) -> None:
    document = f'<?xml version="1.0" encoding="{inside}"?>'.encode() + body
    assert isinstance(decode(document, f"text/xml; charset={header}"), str)
