from __future__ import annotations

import socket
import struct
from urllib.request import urlopen

import pytest

from samizdat_demo.newsroom import DemoServer


def test_client_that_goes_away_is_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    with DemoServer() as news:
        port = int(news.root.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as client:
            # Linger 0: closing sends a reset, as an impatient client does.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(b"GET /harbour/ HTTP/1.1\r\n")
        with urlopen(news.address("harbour")) as answer:
            assert answer.status == 200
    assert "Traceback" not in capfd.readouterr().err
