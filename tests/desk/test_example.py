"""The example desk: it changes nothing, and what its comments show is right."""

from __future__ import annotations

import re

import pytest

from samizdat.desk import read_desk
from samizdat.desk.example import SOURCE, example_files
from samizdat.desk.kinds import FILES
from samizdat.errors import UsageError


def _uncommented(path: str, text: str) -> str:
    """Return *text* with its examples in force: what follows an empty comment, or is indented."""
    if path == "blocklist.txt":
        return "\n".join(re.split(r"\s{3,}", line)[1] for line in text.split("\n") if "   " in line)
    head, _, examples = text.partition("#\n")
    return head + re.sub(r"^# ?", "", examples, flags=re.MULTILINE)


def test_every_file_of_the_desk_is_there_and_says_nothing_yet() -> None:
    files = example_files()
    assert set(FILES) <= set(files)
    desk = read_desk({path: text.encode() for path, text in files.items()})
    assert desk.is_sound
    assert not desk.problems
    assert not any((desk.rules.picks, desk.rules.blocklist, desk.rules.promos, desk.rules.topics))


def test_examples_in_the_comments_are_sound() -> None:
    texts = {path: _uncommented(path, text) for path, text in example_files().items()}
    desk = read_desk({path: texts[path].encode() for path in FILES})
    assert not desk.problems, [str(problem) for problem in desk.problems]
    rules = desk.rules
    assert (len(rules.picks), len(rules.notes), len(rules.promos), len(rules.takedowns)) == (
        *(3, 2, 2, 2),
    )
    assert (len(rules.blocklist), len(rules.sections), len(rules.topics)) == (5, 2, 2)


def test_correction_in_the_introduction_is_sound() -> None:
    for name in ("README.md", "README.zh-Hans.md"):
        block = re.findall(r"```text\n(.*?)```", example_files()[name], re.DOTALL)[0]
        desk = read_desk({"corrections/lamp.md": block.encode()})
        assert not desk.problems
        assert desk.rules.corrections[0].correction.at


WORKFLOWS = (".github/workflows/desk.yml", ".gitlab-ci.yml", ".forgejo/workflows/desk.yml")


@pytest.mark.parametrize("path", WORKFLOWS)
def test_workflow_checks_proposals_and_trusts_only_pinned_parts(path: str) -> None:
    source = "git+https://forge.example/me/samizdat.git@v1.2.3"
    text = example_files(source)[path]
    assert "samizdat desk check ." in text
    assert f'"samizdat @ {source}"' in text
    assert "pull_request" in text or "merge_request_event" in text
    used = re.findall(r"uses: (\S+)", text)
    assert all(
        re.fullmatch(r"(https://data\.forgejo\.org/)?actions/(checkout|setup-python)@v[\d.]+", one)
        for one in used
    )
    images = re.findall(r"(?:image|runs-on): (\S+)", text)
    assert images
    assert not any(image.endswith(("latest", "main")) for image in images)
    assert "pull_request_target" not in text
    assert "secrets" not in text


def test_without_a_source_the_placeholder_stands() -> None:
    assert SOURCE in example_files()[".gitlab-ci.yml"]


@pytest.mark.parametrize("source", ['x" && curl evil "', "a\nb", "$(id)", "samizdat; id", " "])
def test_source_that_would_be_a_command_is_refused(source: str) -> None:
    with pytest.raises(UsageError, match="no place that pip installs from"):
        example_files(source)
