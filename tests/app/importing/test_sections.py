"""Lists of an old mirror become sections."""

from __future__ import annotations

from collections.abc import Sequence

from samizdat.app.importing.places import Places
from samizdat.app.importing.sections import Shelves, find_sections
from samizdat.extract.mirror.values import OldIndex, Pointer

HARBOUR = [f"pages/nsc101/n{n}.md" for n in range(1, 6)]
SPORT = [f"pages/nsc202/n{n}.md" for n in range(6, 9)]


def index(path: str, title: str, *targets: str) -> OldIndex:
    words = {t: "" if "indexes/" in t else f"story {t}" for t in targets}
    return OldIndex(path, title, tuple(Pointer(words[t], t) for t in targets))


def shelves(
    lists: Sequence[OldIndex], stories: Sequence[str], named: Sequence[Pointer] = ()
) -> Shelves:
    places = Places([*stories, *(page.path for page in lists)])
    return find_sections(lists, stories, [(stories[0], named)], places)


HOME = index("README.md", "Mirror", "indexes/E港口.md", "indexes/E体育.md", "pages/nsc101/n1.md")
LISTS = [
    index("indexes/E体育.md", "体育", *(f"../{p}" for p in SPORT)),
    index("indexes/E港口.md", "港口", *(f"../{p}" for p in HARBOUR[:3])),
    index("indexes/hot.md", "Hot", *(f"../{p}" for p in (*HARBOUR[:2], *SPORT[:2]))),
    HOME,
]


def test_a_list_of_one_folder_is_the_folders_section() -> None:
    named = (
        Pointer("港口新闻", "../../indexes/E港口.md"),
        Pointer("体育", "../../indexes/E体育.md"),
    )
    found = shelves(LISTS, [*HARBOUR, *SPORT], named)
    assert found.names() == {"nsc101": "港口新闻", "nsc202": "体育"}
    assert list(found.sections) == ["indexes/E港口.md", "indexes/E体育.md"]


def test_front_page_and_most_read_are_no_sections() -> None:
    assert shelves(LISTS, [*HARBOUR, *SPORT]).mixed == ["README.md", "indexes/hot.md"]


def test_a_story_that_no_list_names_any_more_stands_in_its_folders_section() -> None:
    found = shelves(LISTS, [*HARBOUR, *SPORT])
    assert found.of("pages/nsc101/n5.md") == ("nsc101",)
    assert found.of("pages/nsc202/n6.md") == ("nsc202",)
    assert found.of("elsewhere/n9.md") == ("news",)


def test_where_all_stories_lie_together_every_list_is_a_section() -> None:
    lists = [index("World News.md", "", *HARBOUR[:2]), index("体育.md", "体育", *HARBOUR[2:4])]
    found = shelves(lists, HARBOUR)
    assert list(found.names().values()) == ["World News", "体育"]
    assert next(iter(found.names())) == "world-news"
    assert found.of(HARBOUR[0]) == ("world-news",)
    assert found.of(HARBOUR[4]) == ("news",)


def test_a_folder_without_a_list_is_a_section_of_its_own() -> None:
    found = shelves([LISTS[0]], [*HARBOUR, *SPORT])
    assert found.of(HARBOUR[0]) == ("nsc101",)


def test_two_lists_of_one_folder_are_two_sections() -> None:
    lists = [*LISTS[:2], index("indexes/港口要闻.md", "要闻", f"../{HARBOUR[0]}")]
    found = shelves(lists, [*HARBOUR, *SPORT])
    assert len(set(found.names())) == 3
    assert len(found.of(HARBOUR[0])) == 2


def test_a_name_that_can_be_no_key_gets_one_of_its_hash_for_ever() -> None:
    first, again = (list(shelves([index("体育.md", "", *HARBOUR)], HARBOUR).names()) for _ in "12")
    assert first == again
    assert first[0].startswith("s-")


def test_a_list_that_names_no_story_leads_home() -> None:
    found = shelves([index("links.md", "Links", "README.md", "other.md")], HARBOUR)
    assert found.mixed == ["links.md"]
