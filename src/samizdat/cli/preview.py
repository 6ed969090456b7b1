"""`serve`: the edition on loopback, as a forge shows it."""

from __future__ import annotations

from pathlib import Path

import click

from samizdat.app.mirror import open_mirror
from samizdat.app.preview import Preview
from samizdat.cli.options import in_folder
from samizdat.cli.say import say
from samizdat.web.preview import preview_server


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@in_folder
def serve(folder: Path, port: int) -> None:
    """Preview the edition on 127.0.0.1 as a forge shows it."""
    with open_mirror(folder) as mirror, preview_server(Preview(mirror), port) as server:
        say(f"http://127.0.0.1:{server.server_address[1]}/   (Ctrl-C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say()
