"""The shared corpora, where they stand beside the repository."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def hostile() -> Callable[[str], list[dict[str, Any]]]:
    """Return the reader of one list of hostile inputs."""

    def read(name: str) -> list[dict[str, Any]]:
        path = _SHARED / "hostile" / name
        if not path.exists():
            pytest.skip(f"the shared corpus is absent: {path}")
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    return read


@pytest.fixture(scope="session")
def bombs() -> dict[str, Path]:
    """Return the Markdown bombs by name."""
    folder = _SHARED / "hostile" / "bombs"
    if not folder.exists():
        pytest.skip(f"the shared corpus is absent: {folder}")
    return {path.name: path for path in sorted(folder.glob("md-*.gz"))}
