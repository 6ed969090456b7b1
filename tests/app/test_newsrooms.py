"""A handful of real newsrooms, live on loopback; `make newsrooms` runs all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.newsrooms import ENTRIES, SHARED, mirror, serving, sites

HANDFUL = ("dw.com", "guancha.cn", "mainichi.jp", "tagesschau.de")


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    if not (SHARED / "newsroom" / "serve.py").is_file():
        pytest.skip(f"the shared corpus is not beside the repository: {SHARED.name}/newsroom")
    with serving("--local-images", *(word for site in HANDFUL for word in ("--site", site))) as at:
        yield at


@pytest.mark.shared
@pytest.mark.parametrize(
    ("site", "entry"),
    [*((HANDFUL[0], entry) for entry in ENTRIES), *((site, "home") for site in HANDFUL[1:])],
)
def test_newsroom_is_mirrored_from_each_of_its_doors(root: str, site: str, entry: str) -> None:
    announced = sites(root)[site]
    result = mirror(root, site, entry, announced)
    assert not result.broken
    assert result.new == announced
