"""A Git remote among people: their commits, their forge's rules, their force-pushes."""

import threading
from pathlib import Path
from typing import Any

import pytest

from samizdat.errors import RemoteMovedError, RemoteRefusedError
from samizdat.publish import Git, GitOptions
from samizdat.publish.transport import Transport

OURS = "samizdat@localhost"
PAGE = "harbour/2026/03/a7/x1.md"


def test_a_commit_has_the_fixed_identity_the_editions_time_and_a_clean_message(
    git_place: Any, tools: Any
) -> None:
    place = git_place()
    todo = tools.changes({PAGE: "x\n"}, message="Edition 1\x00\x1b[31m\n\nTwo stories\r\n")
    place.remote.publish(todo, expected=None)
    said = tools.git(place.bare, "log", "--format=%an|%ae|%cn|%ce|%aI|%cI|%B", "main")
    who = "samizdat|samizdat@localhost|samizdat|samizdat@localhost"
    assert said.startswith(f"{who}|2026-03-14T06:31:00+00:00|2026-03-14T06:31:00+00:00|Edition 1")
    assert "\x1b" not in said
    place.check()


def test_the_same_edition_is_the_same_commit_anywhere(git_place: Any, tools: Any) -> None:
    first, second = git_place("one"), git_place("two", http=True)
    todo = tools.changes({PAGE: "x\n", "README.md": "Home\n", "港口/a.md": "y\n"})
    one = first.remote.publish(todo, expected=None)
    assert one.tip == second.remote.publish(todo, expected=None).tip


def test_git_agrees_with_every_tree_that_we_write(git_place: Any, tools: Any) -> None:
    place = git_place()
    files = {f"a{mark}{n}.md": f"{n}\n" for n in range(3) for mark in ("", "/b", "-b", ".b", "b/c")}
    desk = tools.desk(place.remote)
    desk.publish(files)
    desk.publish({"a/b0.md": "new\n"}, removed=("a-b0.md", "ab/c0.md", "ab/c1.md", "ab/c2.md"))
    place.check()
    work = place.clone
    tools.git(place.bare.parent, "clone", "-q", str(place.bare), str(work))
    tools.git(work, "read-tree", "--empty")
    tools.git(work, "add", "-A")
    written = tools.git(work, "write-tree").strip()
    assert written == tools.git(place.bare, "rev-parse", "main^{tree}").strip()
    assert not (work / "ab").exists()


def test_objects_in_the_receipt_are_gits_own_ids(git_place: Any, tools: Any) -> None:
    place = git_place()
    receipt = place.remote.publish(tools.changes({PAGE: "x\n"}), expected=None)
    assert receipt.objects[PAGE] == tools.git(place.bare, "rev-parse", f"main:{PAGE}").strip()


@pytest.mark.parametrize("http", [False, True])
def test_commits_of_people_stay_below_ours(git_place: Any, tools: Any, http: bool) -> None:
    place = git_place(http=http)
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n", "README.md": "Home\n"})
    place.put("about.md", b"by Mira\n")
    place.put("README.md", b"Hello from Mira\n\n" + place.read("README.md"))
    receipt = desk.publish({PAGE: "2\n", "README.md": "Home 2\n"})
    assert place.commits() == [OURS, "mira@reader.example", "mira@reader.example", OURS]
    assert place.read("about.md") == b"by Mira\n"
    assert place.read("README.md").startswith(b"Hello from Mira\n")
    assert place.read(PAGE) == b"2\n"
    assert receipt.notes == ()
    assert not desk.publish({PAGE: "2\n"}).changed
    place.check()


def test_a_page_of_ours_that_people_edited_is_put_back_with_a_note(
    git_place: Any, tools: Any
) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n", "harbour/other.md": "o\n"})
    place.put(PAGE, b"edited\n")
    place.put("harbour/other.md", b"edited too\n")
    receipt = desk.publish({PAGE: "2\n"})
    assert place.read(PAGE) == b"2\n"
    assert any(PAGE in note and "put back" in note for note in receipt.notes)
    assert any("harbour/other.md" in note for note in receipt.notes)


def test_a_folder_of_people_where_a_file_should_be_stays(git_place: Any, tools: Any) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n"})
    place.put("topic.md/notes.txt", b"mine\n")
    place.put("section", b"mine\n")
    receipt = desk.publish({"topic.md": "x\n", "section/world.md": "y\n", PAGE: "2\n"})
    assert place.read("topic.md/notes.txt") == b"mine\n"
    assert place.read("section") == b"mine\n"
    assert set(receipt.objects) == {PAGE}
    assert "topic.md/" in receipt.notes[0]
    assert "section" in receipt.notes[0]


def test_links_of_people_are_not_followed_and_a_page_made_a_link_is_put_back(
    git_place: Any, tools: Any
) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n", "b.md": "1\n"})
    tools.git(place.bare.parent, "clone", "-q", str(place.bare), str(place.clone))
    for path in (PAGE, "README.md"):
        (place.clone / path).unlink(missing_ok=True)
        (place.clone / path).symlink_to("/etc/hostname")
    place.put("about.md", b"by Mira\n")
    receipt = desk.publish({PAGE: "2\n", "README.md": "Home\n"})
    assert set(receipt.objects) == {PAGE}
    assert place.read(PAGE) == b"2\n"
    assert place.read("README.md") == b"/etc/hostname"
    desk.publish({}, removed=("README.md",))
    assert place.read("README.md") == b"/etc/hostname"


def test_somebody_faster_between_question_and_push_is_built_upon(
    git_place: Any, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = git_place(http=True)
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n"})
    push = Transport.push
    raced: list[bool] = []

    def slow_push(self: Transport, *words: Any, **more: Any) -> bool:
        if not raced:
            raced.append(True)
            place.put("about.md", b"by Mira\n")
        return push(self, *words, **more)

    monkeypatch.setattr(Transport, "push", slow_push)
    desk.publish({PAGE: "2\n"})
    assert place.commits() == [OURS, "mira@reader.example", OURS]


def test_somebody_faster_every_time_is_an_error_and_nothing_changes(
    git_place: Any, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n"})
    push = Transport.push
    raced: list[bool] = []

    def slow_push(self: Transport, *words: Any, **more: Any) -> bool:
        raced.append(True)
        place.put(f"about{len(raced)}.md", b"by Mira\n")
        return push(self, *words, **more)

    monkeypatch.setattr(Transport, "push", slow_push)
    with pytest.raises(RemoteMovedError) as caught:
        desk.publish({PAGE: "2\n"})
    assert not caught.value.rebuild
    assert place.read(PAGE) == b"1\n"


def test_a_push_whose_acknowledgement_was_lost_is_not_doubled(
    git_place: Any, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n"})
    lost = desk.unsaved({PAGE: "2\n"})
    tip = place.remote.tip()
    again = desk.publish({PAGE: "2\n"})
    assert not again.changed
    assert again.tip == lost.tip == tip
    assert place.commits() == [OURS, OURS]


def test_a_branch_that_was_emptied_asks_for_the_whole_edition(git_place: Any, tools: Any) -> None:
    place = git_place()
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n"})
    tools.git(place.bare, "update-ref", "-d", "refs/heads/main")
    with pytest.raises(RemoteMovedError) as caught:
        desk.publish({PAGE: "2\n"})
    assert caught.value.rebuild
    desk.tip, desk.table = None, {}
    assert desk.publish({PAGE: "2\n"}).changed


def test_a_lost_local_repository_is_fetched_again(git_place: Any, tools: Any) -> None:
    place = git_place(http=True)
    desk = tools.desk(place.remote)
    desk.publish({PAGE: "1\n", "b.md": "b\n"})
    store = place.remote._options.repository
    store.rename(store.with_name("gone"))
    desk.publish({PAGE: "2\n"})
    assert place.read("b.md") == b"b\n"
    assert place.commits() == [OURS, OURS]


def test_a_mirror_begun_anew_on_its_old_remote_knows_its_own_files(
    git_place: Any, tools: Any, tmp_path: Path
) -> None:
    place = git_place()
    tools.desk(place.remote).publish({PAGE: "1\n", "README.md": "Home\n"})
    place.put("about.md", b"by Mira\n")
    other = Git(GitOptions("main", str(place.bare), tmp_path / "store2" / "git"))
    receipt = other.publish(tools.changes({PAGE: "2\n", "about.md": "ours\n"}), expected=None)
    assert place.read(PAGE) == b"2\n"
    assert place.read("about.md") == b"by Mira\n"
    assert len(receipt.notes) == 1


def test_a_page_of_ours_that_nobody_remembers_is_in_nobodys_way(
    git_place: Any, tools: Any, tmp_path: Path
) -> None:
    place = git_place()
    tools.desk(place.remote).publish({PAGE: "1\n", "taken.md": "1\n", "README.md": "Home\n"})
    place.put("taken.md", b"by Mira\n")
    other = Git(GitOptions("main", str(place.bare), tmp_path / "store2" / "git"))
    first = other.publish(tools.changes({"README.md": "Home\n"}), expected=None)
    receipt = other.publish(tools.changes({PAGE: "2\n", "taken.md": "2\n"}), expected=first.tip)
    assert place.read(PAGE) == b"2\n", "as the story of a lost store that is announced again"
    assert place.read("taken.md") == b"by Mira\n"
    assert receipt.notes == ("taken.md: in the way and left as it is, for it is not ours",)


def test_another_branch_than_main_is_the_only_one_touched(git_place: Any, tools: Any) -> None:
    place = git_place(branch="editions/zh")
    tools.desk(place.remote).publish({PAGE: "1\n"})
    refs = tools.git(place.bare, "for-each-ref", "--format=%(refname)").split()
    assert refs == ["refs/heads/editions/zh"]


def test_two_remotes_in_two_threads_share_one_repository(git_place: Any, tools: Any) -> None:
    places = [git_place("one"), git_place("two", http=True)]
    failed: list[BaseException] = []

    def work(place: Any) -> None:
        try:
            desk = tools.desk(place.remote)
            for edition in range(12):
                desk.publish({f"harbour/{n}.md": f"{edition} {n}\n" for n in range(5)})
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failed.append(error)

    threads = [threading.Thread(target=work, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for place in places:
        assert len(place.commits()) == 12
        place.check()
    tools.git(places[0].remote._options.repository, "fsck", "--full", "--strict", "--no-dangling")


def test_many_packs_are_joined_and_nothing_is_lost(
    git_place: Any, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samizdat.publish.repository._MANY_PACKS", 6)
    place = git_place()
    desk = tools.desk(place.remote)
    for edition in range(20):
        desk.publish({PAGE: f"{edition}\n", f"harbour/{edition}.md": "x\n"})
    store = place.remote._options.repository
    assert len(list((store / "objects" / "pack").glob("*.pack"))) < 10
    tools.git(store, "fsck", "--full", "--strict", "--no-dangling")
    assert len(place.commits()) == 20


def test_a_large_push_goes_up_in_parts_and_leaves_no_branch(git_place: Any, tools: Any) -> None:
    place = git_place(http=True, max_push_bytes=6000)
    tools.git(place.bare, "config", "receive.maxInputSize", "9000")
    desk = tools.desk(place.remote)
    noise = {f"h/{n}.bin": _noise(n) for n in range(8)}
    desk.publish(noise)
    receipt = desk.publish({f"h/{n}.bin": _noise(n + 20) for n in range(4)}, removed=("h/7.bin",))
    refs = tools.git(place.bare, "for-each-ref", "--format=%(refname) %(objectname)").split()
    assert refs == ["refs/heads/main", receipt.tip.value]
    assert place.read("h/3.bin") == _noise(23)
    assert place.read("h/6.bin") == noise["h/6.bin"]
    assert place.read("h/7.bin") is None
    place.check()


def test_a_server_that_takes_small_packs_only_gets_parts(git_place: Any, tools: Any) -> None:
    place = git_place(http=True)
    tools.git(place.bare, "config", "receive.maxInputSize", "9000")
    noise = {f"h/{n}.bin": _noise(n) for n in range(8)}
    receipt = tools.desk(place.remote).publish(noise)
    assert place.read("h/7.bin") == noise["h/7.bin"]
    assert tools.git(place.bare, "log", "-1", "--format=%s", "main") == "Edition 1\n"
    assert place.remote.tip() == receipt.tip


def test_a_file_that_no_part_can_carry_is_a_clear_refusal(git_place: Any, tools: Any) -> None:
    place = git_place(http=True)
    tools.git(place.bare, "config", "receive.maxInputSize", "900")
    with pytest.raises(RemoteRefusedError, match="larger than the server takes"):
        tools.desk(place.remote).publish({"a.bin": _noise(1)})
    assert place.remote.tip() is None


def test_a_file_larger_than_forges_take_is_left_out_with_a_note(git_place: Any, tools: Any) -> None:
    place = git_place(max_file_bytes=1000)
    receipt = tools.desk(place.remote).publish({"big.bin": bytes(1001), PAGE: "x\n"})
    assert set(receipt.objects) == {PAGE}
    assert "1,001 bytes" in receipt.notes[0]


def test_a_path_below_another_page_is_not_written_over_it(git_place: Any, tools: Any) -> None:
    place = git_place()
    receipt = tools.desk(place.remote).publish({"a": "1\n", "a/b": "2\n"})
    assert set(receipt.objects) == {"a/b"}
    assert len(receipt.notes) == 1
    place.check()


def test_a_hook_that_refuses_is_quoted_without_control_characters(
    git_place: Any, tools: Any
) -> None:
    place = git_place(http=True)
    hook = place.bare / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        "#!/bin/sh\nprintf 'GH006: \\033[31mProtected branch\\033[0m, ask Mira\\n' >&2\nexit 1\n"
    )
    hook.chmod(0o755)
    desk = tools.desk(place.remote)
    with pytest.raises(RemoteRefusedError, match="Protected branch, ask Mira") as caught:
        desk.publish({PAGE: "1\n"})
    assert "\x1b" not in str(caught.value)
    assert place.remote.tip() is None
    hook.unlink()
    assert desk.publish({PAGE: "1\n"}).changed


def test_a_work_trees_checked_out_branch_is_refused_with_the_mend(
    tools: Any, tmp_path: Path
) -> None:
    home = tmp_path / "normal"
    home.mkdir()
    tools.git(home, "init", "-q", "-b", "main")
    (home / "a").write_text("x")
    tools.git(home, "add", "a")
    tools.git(home, "commit", "-q", "-m", "x")
    remote = Git(GitOptions("main", str(home), tmp_path / "store"))
    with pytest.raises(RemoteRefusedError, match="checked out there") as caught:
        remote.publish(tools.changes({PAGE: "1\n"}), expected=None)
    assert "updateInstead" in caught.value.hint


def test_a_sha256_repository_is_refused(tools: Any, tmp_path: Path) -> None:
    home = tmp_path / "long"
    home.mkdir()
    tools.git(home, "init", "-q", "-b", "main", "--object-format=sha256")
    (home / "a").write_text("x")
    tools.git(home, "add", "a")
    tools.git(home, "commit", "-q", "-m", "x")
    with pytest.raises(RemoteRefusedError, match="SHA-256"):
        Git(GitOptions("main", str(home), tmp_path / "store")).tip()


def test_the_persons_git_settings_change_nothing(
    git_place: Any, tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text(
        '[url "https://elsewhere.example/"]\n\tinsteadOf = /\n[push]\n\tgpgSign = true\n'
        "[core]\n\thooksPath = /nowhere\n[user]\n\tname = Me\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Me")
    place = git_place()
    tools.desk(place.remote).publish({PAGE: "1\n"})
    assert place.commits() == [OURS]


def test_a_remote_that_stands_where_we_left_it_is_not_asked_first(
    git_place: Any, git_server: Any, tools: Any
) -> None:
    desk = tools.desk(git_place(http=True).remote)
    desk.publish({PAGE: "1\n"})
    git_server.requests.clear()
    desk.publish({PAGE: "2\n"})
    assert not any("upload-pack" in path for _, path, _ in git_server.requests)


def test_ssh_is_asked_without_prompts(
    git_place: Any, tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = git_place()
    fake = tmp_path / "bin" / "ssh"
    fake.parent.mkdir()
    fake.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\nfor last; do :; done\nexec sh -c "$last"\n'
    )
    fake.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(fake))
    address = f"ssh://git@forge.example{place.bare}"
    remote = Git(GitOptions("main", address, tmp_path / "store" / "git"))
    receipt = remote.publish(tools.changes({PAGE: "1\n"}), expected=None)
    assert remote.tip() == receipt.tip
    assert "BatchMode=yes" in (tmp_path / "asked").read_text()


def _noise(seed: int) -> bytes:
    state, out = seed + 1, bytearray()
    for _ in range(2500):
        state = (state * 1103515245 + 12345) % (1 << 31)
        out.append(state >> 16 & 255)
    return bytes(out)
