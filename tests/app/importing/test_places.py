"""Links of old pages are followed to files, however they are spelled."""

import pytest

from samizdat.app.importing.places import Places

PATHS = ("README.md", "indexes/港口新闻.md", "indexes/Most read.md", "pages/nsc1/n7.md")


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("../../README.md?n7", "README.md"),
        ("../../indexes/港口新闻.md?n7", "indexes/港口新闻.md"),
        ("../../indexes/%E6%B8%AF%E5%8F%A3%E6%96%B0%E9%97%BB.md", "indexes/港口新闻.md"),
        ("../../indexes/Most read.md#top", "indexes/Most read.md"),
        ("n7.md", "pages/nsc1/n7.md"),
        ("https://forge.example/u/r/blob/master/pages/nsc1/n7.md", "pages/nsc1/n7.md"),
        ("https://forge.example/u/r/-/raw/main/indexes/Most%20read.md?x=1", "indexes/Most read.md"),
        ("../../../../../basic/blob/master/other.md", ""),
        ("https://forge.example/u/r/blob/master/none.md", ""),
        ("", ""),
        ("http://[broken/n7.md", ""),
    ],
)
def test_a_link_leads_to_the_file(target: str, path: str) -> None:
    assert Places(PATHS).find(target, "pages/nsc1/n9.md") == path


def test_a_relative_link_counts_from_its_own_folder() -> None:
    places = Places(PATHS)
    assert places.find("n7.md", "pages/nsc1/n9.md") == "pages/nsc1/n7.md"
    assert places.find("n7.md", "indexes/a.md") == ""
