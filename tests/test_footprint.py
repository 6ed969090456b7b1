"""The built wheel alone, in a fresh environment: small, whole, and it works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MOST_PACKAGES = 35  # that samizdat brings with it; itself, pip and setuptools left out
MOST_MEGABYTES = 140

PAGE = """<!doctype html><html lang="en"><head><title>The quay is open again</title></head><body>
<article><h1>The quay is open again</h1><p>After two weeks of repairs the eastern quay took its
first ferry on Monday morning, ten minutes ahead of the timetable.</p><p>The harbour office said
that the night boat returns on Friday, and that the old lamp stays where it was.</p></article>
</body></html>"""


def _run(*words: str, cwd: Path) -> str:
    """Return what a command says; it must end well, away from this work tree's own packages."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
    constraints = str(ROOT / "constraints.txt")
    env = clean | {"PIP_CONSTRAINT": constraints, "PIP_BUILD_CONSTRAINT": constraints}
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel, built from this work tree."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    _run(*pip, "--no-deps", "--wheel-dir", str(folder), str(ROOT), cwd=folder)
    return next(folder.glob("samizdat-*.whl"))


def _sizes(folder: Path) -> int:
    """Return the bytes that the files in *folder* fill, pip and setuptools left out."""
    tools = re.compile(r"(pip|setuptools|pkg_resources|_distutils_hack|distutils-precedence)\b.*")
    parts = [part for part in folder.iterdir() if not tools.match(part.name)]
    files = [f for part in parts for f in (part.rglob("*") if part.is_dir() else [part])]
    return sum(f.stat().st_size for f in files if f.is_file())


def test_wheel_alone_is_small_and_works(wheel: Path, tmp_path: Path) -> None:
    python = str(tmp_path / "venv" / "bin" / "python")
    _run(sys.executable, "-m", "venv", str(tmp_path / "venv"), cwd=tmp_path)
    pip = (python, "-m", "pip", "--disable-pip-version-check")
    _run(*pip, "install", "--quiet", str(wheel), cwd=tmp_path)

    listed = json.loads(_run(*pip, "list", "--format=json", cwd=tmp_path))
    packages = {entry["name"].lower() for entry in listed} - {"pip", "setuptools", "samizdat"}
    assert len(packages) <= MOST_PACKAGES, sorted(packages)

    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run(python, "-c", code, cwd=tmp_path).strip())
    megabytes = _sizes(site) / 1024**2
    print(f"{len(packages)} packages, {megabytes:.0f} MB")
    assert megabytes <= MOST_MEGABYTES

    samizdat = str(Path(python).parent / "samizdat")
    assert "Usage: samizdat" in _run(samizdat, "--help", cwd=tmp_path)
    assert _run(samizdat, "--version", cwd=tmp_path).startswith("samizdat ")
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    told = json.loads(_run(samizdat, "extract", "--json", str(page), cwd=tmp_path))
    assert told["title"] == "The quay is open again"
    assert "the old lamp stays where it was" in told["text"]


def test_wheel_holds_what_it_needs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    needed = {
        "samizdat/py.typed",
        "samizdat_demo/py.typed",
        "samizdat_demo/__main__.py",
        "samizdat_demo/stories/harbour.toml",
        "samizdat/web/preview.css",
        *(
            f"samizdat/render/wording/{language}.toml"
            for language in ("zh-Hans", "zh-Hant", "en", "fa", "ar", "ru")
        ),
    }
    assert needed <= names, sorted(needed - names)
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"samizdat", "samizdat_demo"}
    foreign = re.compile(r"tests?/|test_|conftest|corpus|__pycache__|\.(sqlite|gz|zip|html)$")
    assert not [name for name in names if foreign.search(name)]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_brings_every_file_of_the_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    listed = subprocess.run(
        ["git", "ls-files", "src"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    present = {name.removeprefix("src/") for name in listed if (ROOT / name).is_file()}
    assert present <= names, sorted(present - names)
