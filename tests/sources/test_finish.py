from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samizdat.model.address import canonical_address
from samizdat.sources.finish import language_tag, usable_address

_PARTS = st.text("abzA09/.-_~%:@?&=#+;,! é\t", max_size=20)


@given(st.sampled_from(["http://", "https://", "HTTP://", "//", ""]), _PARTS, _PARTS)
def test_every_usable_address_is_canonical(scheme: str, host: str, path: str) -> None:
    found = usable_address("https://harbour.example/x/", f"{scheme}{host}/{path}")
    assert not found or found == canonical_address(found)


def test_what_is_no_language_is_none() -> None:
    assert [language_tag(v) for v in ("zh_CN", "fa", "not a tag", "")] == ["zh-CN", "fa", "", ""]
