"""The same store gives the same bytes on another day, in another zone, locale and hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.app.test_incremental import new_story
from tests.app.town import files, open_town, tree

PLACES = (
    ("2026-03-15T08:00:00+00:00", "Asia/Shanghai", "C", "0"),
    ("2031-11-02T23:59:59+00:00", "America/St_Johns", "C.UTF-8", "1"),
    ("2027-06-30T00:00:00+05:30", "Pacific/Kiritimati", "de_DE.UTF-8", "4242"),
)


def _town(folder: Path) -> Path:
    """Return a mirror's folder with a store of news that was never built."""
    with open_town(folder, 11) as town:
        for _ in range(25):
            new_story(town)
        spec = town.mirror.config.images.spec.name
        for origin, _ in town.store.missing_assets(spec, town.now, 5):
            town.picture(origin)
        town.settings.language = "zh-Hans"
        town.settings.write(folder)
    return folder


def _rebuild(source: Path, folder: Path, time: str, zone: str, locale: str, seed: str) -> None:
    shutil.copytree(source, folder)
    place = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
    script = Path(__file__).with_name("rebuild_at.py")
    words = [sys.executable, str(script), str(folder), time]
    done = subprocess.run(
        words, env=os.environ | place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_rebuilt_elsewhere_and_later_it_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    source = _town(tmp_path / "town")
    trees, listings = [], []
    for number, place in enumerate(PLACES):
        folder = tmp_path / f"place{number}"
        _rebuild(source, folder, *place)
        trees.append(files(folder / "plain"))
        listings.append(tree(folder / "forge.git"))
    assert len(trees[0]) > 30
    assert trees[1:] == trees[:1] * 2
    assert listings[1:] == listings[:1] * 2


def test_the_commit_is_a_function_of_the_edition_and_its_time_only(tmp_path: Path) -> None:
    source = _town(tmp_path / "town")
    tips = []
    for number, (_, zone, locale, seed) in enumerate(PLACES):
        folder = tmp_path / f"place{number}"
        _rebuild(source, folder, PLACES[0][0], zone, locale, seed)
        words = ["git", "-C", str(folder / "forge.git"), "rev-parse", "main"]
        tips.append(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    assert len(set(tips)) == 1
