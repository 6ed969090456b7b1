"""The small Git server of the demo."""

import base64
import gzip
import http.client
import socket
import struct
from typing import Any
from urllib.parse import urlsplit

import pytest

from samizdat.errors import RemoteRefusedError
from samizdat_demo.git_server import GitServer


def ask(server: GitServer, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def test_a_clone_pushes_and_fetches(git_server: GitServer, tools: Any) -> None:
    git_server.create("news.git")
    root = git_server.root.parent
    tools.git(root, "clone", "-q", f"{git_server.address}/news.git", "work")
    (root / "work" / "big.bin").write_bytes(bytes(range(256)) * 9000)
    (root / "work" / "港口.md").write_text("渡轮\n", "utf-8")
    tools.git(root / "work", "add", "-A")
    tools.git(root / "work", "commit", "-q", "-m", "First")
    chunked = ("-c", "http.postBuffer=1000")
    tools.git(root / "work", *chunked, "push", "-q", "origin", "HEAD:main")
    tools.git(root, "clone", "-q", f"{git_server.address}/news.git", "again")
    assert (root / "again" / "港口.md").read_text("utf-8") == "渡轮\n"


def test_only_the_named_user_is_let_in(git_server: GitServer) -> None:
    git_server.create("news.git")
    git_server.user, git_server.password = "mira", "harbour"
    path = "/news.git/info/refs?service=git-upload-pack"
    assert ask(git_server, path)[0] == 401
    wrong = base64.b64encode(b"mira:port").decode()
    assert ask(git_server, path, Authorization=f"Basic {wrong}")[0] == 401
    right = base64.b64encode(b"mira:harbour").decode()
    assert ask(git_server, path, Authorization=f"Basic {right}")[0] == 200


@pytest.mark.parametrize("path", ["/../news.git/HEAD", "/%2e%2e/x/HEAD", "/none.git/HEAD", "/"])
def test_nothing_outside_its_folder_is_served(git_server: GitServer, path: str) -> None:
    assert ask(git_server, path)[0] in {403, 404, 500}


def test_it_refuses_when_told_to(git_server: GitServer) -> None:
    git_server.refuse = 503
    assert ask(git_server, "/news.git/HEAD")[0] == 503
    assert git_server.requests == [("GET", "/news.git/HEAD", 503)]


def test_a_body_that_is_compressed_is_understood(git_server: GitServer) -> None:
    git_server.create("news.git")
    connection = http.client.HTTPConnection(urlsplit(git_server.address).netloc)
    body = gzip.compress(b"0000")
    headers = {"Content-Type": "application/x-git-upload-pack-request", "Content-Encoding": "gzip"}
    connection.request("POST", "/news.git/git-upload-pack", body, headers)
    assert connection.getresponse().status == 200
    connection.close()


def test_a_slow_server_hands_out_and_takes_a_few_bytes_at_a_time(
    git_server: GitServer, tools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paced: list[float] = []
    monkeypatch.setattr(git_server.closing, "wait", paced.append)
    git_server.create("news.git")
    root = git_server.root.parent
    tools.git(root, "clone", "-q", f"{git_server.address}/news.git", "work")
    (root / "work" / "a.md").write_text("渡轮\n" * 50, "utf-8")
    tools.git(root / "work", "add", "-A")
    tools.git(root / "work", "commit", "-q", "-m", "First")
    git_server.rate = 500
    tools.git(root / "work", "push", "-q", "origin", "HEAD:main")
    tools.git(root, "clone", "-q", f"{git_server.address}/news.git", "again")
    assert (root / "again" / "a.md").read_text("utf-8") == "渡轮\n" * 50
    slow = [seconds for seconds in paced if seconds]
    assert max(slow) <= 50 / 500
    assert sum(slow) > 1


def test_a_repository_refuses_pushes_until_told_otherwise(
    git_place: Any, git_server: GitServer, tools: Any
) -> None:
    desk = tools.desk(git_place(http=True).remote)
    git_server.refuse_pushes("main.git", "GH006: Protected branch; it's $(closed)")
    with pytest.raises(RemoteRefusedError, match=r"Protected branch; it's \$\(closed\)"):
        desk.publish({"a.md": "a\n"})
    git_server.take_pushes("main.git")
    assert desk.publish({"a.md": "a\n"}).changed


def test_a_client_that_is_killed_while_it_pushes_changes_nothing_and_is_no_traceback(
    git_server: GitServer, tools: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    bare = git_server.create("news.git")
    with socket.create_connection(urlsplit(git_server.address).netloc.split(":")) as client:  # type: ignore[arg-type]
        # Linger 0: closing sends a reset, as the end of a killed process does.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(b"POST /news.git/git-receive-pack HTTP/1.1\r\nContent-Length: 9\r\n\r\n00")
    assert ask(git_server, "/news.git/HEAD")[0] == 200
    assert "Traceback" not in capfd.readouterr().err
    assert tools.git(bare, "for-each-ref") == ""
