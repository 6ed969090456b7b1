"""sections.toml and topics.toml."""

from __future__ import annotations

from datetime import timedelta

import pytest

from samizdat.desk import read_desk
from samizdat.model.desk import SectionRule, TopicRule
from tests.desk.desks import KNOWN, desk_of, problem_of, problems_of, rules_of


def test_sections_stand_in_the_editors_order() -> None:
    rules = rules_of(
        "sections.toml",
        """
[section."harbour/world"]
names = { zh_hans = "国际", en = "World", other = "World" }
keep = "90d"

[section."gangkou/news"]
names = "新闻"
keep = 600
hold = true

[section."harbour/sport"]
sources = ["sport", "harbour/feed"]
keep = "600"
""",
    )
    assert list(rules.sections.values()) == [
        SectionRule(
            "harbour/world",
            {"zh-Hans": "国际", "en": "World", "": "World"},
            keep_for=timedelta(days=90),
        ),
        SectionRule("gangkou/news", {"": "新闻"}, hold=True, keep=600),
        SectionRule("harbour/sport", sources=("harbour/sport", "harbour/feed"), keep=600),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[section.harbour]", "such as “harbour/world”"),
        ('[section."harbour/国际"]', "such as “harbour/world”"),
        ('[section."habour/world"]', "did you mean “harbour”?"),
        ('[section."harbour/wrld"]', "did you mean “harbour/world”?"),
        ('[section."harbour/world"]\nname = "W"', "did you mean “names”?"),
        ('[section."harbour/world"]\nnames = { english = "W" }', "such as en"),
        ('[section."harbour/world"]\nsources = ["fed"]', "did you mean “harbour/feed”?"),
        ('[section."harbour/world"]\nhold = "yes"', "without quotes"),
        ('[section."harbour/world"]\nkeep = "90 days"', '"90d"'),
        ('[section."harbour/world"]\nkeep = 0', "at least 1"),
        ('[section."harbour/world"]\nkeep = true', '"90d"'),
    ],
)
def test_wrong_section_says_what_to_do(text: str, words: str) -> None:
    assert words in problem_of("sections.toml", text).hint


def test_sound_keys_of_a_section_count() -> None:
    desk = desk_of("sections.toml", '[section."harbour/world"]\nnames = "World"\nkeep = "x"\n')
    assert desk.rules.sections["harbour/world"].names == {"": "World"}


def test_picks_may_name_a_section_that_the_desk_adds() -> None:
    files = {
        "picks.csv": b"https://harbour.example/a,,harbour/sport",
        "sections.toml": b'[section."harbour/sport"]\nsources = ["sport"]\n',
    }
    assert read_desk(files, newsrooms=KNOWN).is_sound
    assert not read_desk({"picks.csv": files["picks.csv"]}, newsrooms=KNOWN).is_sound


def test_topics_gather_words_and_addresses() -> None:
    rules = rules_of(
        "topics.toml",
        """
[topic.harbour]
names = { zh-Hans = "港口", en = "Harbour" }
aliases = ["Ports", "碼頭", "#Ports"]
addresses = ["https://harbour.example/tag/port/"]

[topic.live]
aliases = "直播"
hidden = true
""",
    )
    assert rules.topics == {
        "harbour": TopicRule(
            "harbour",
            {"zh-Hans": "港口", "en": "Harbour"},
            ("#Ports", "碼頭", "港口", "Harbour"),
            ("https://harbour.example/tag/port/",),
        ),
        "live": TopicRule("live", aliases=("直播",), hidden=True),
    }


def test_word_of_two_topics_stays_with_the_first() -> None:
    text = '[topic.a]\naliases = ["Ferry"]\naddresses = ["https://h.example/f?utm_source=x"]\n'
    text += '[topic.b]\naliases = ["ＦＥＲＲＹ"]\naddresses = ["https://h.example/f"]\n'
    desk = desk_of("topics.toml", text)
    assert [(p.line, p.grade) for p in desk.problems] == [(5, "note"), (6, "note")]
    assert desk.rules.topics["b"] == TopicRule("b")


def test_topic_needs_a_key_for_its_path() -> None:
    problem = problems_of("topics.toml", '[topic."港口"]')[0]
    assert problem.what == "“港口” cannot be part of a path"
    assert problem.hint == "[topic.t-ltauiswujupm], and names = “港口”"
