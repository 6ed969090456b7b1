"""Which recipe reads a newsroom's pages: files of the recipes folder."""

from __future__ import annotations

from pathlib import Path

from samizdat.config import Config
from samizdat.errors import ConfigError, SamizdatError
from samizdat.extract.ftr import read_ftr
from samizdat.extract.recipe_file import load_recipe
from samizdat.model.failed import Failed
from samizdat.model.recipe import Recipe


def read_recipe(path: Path) -> Recipe:
    """Return the recipe in *path*: TOML, or a ftr-site-config file (`.txt`).

    Raises:
        ConfigError: the file cannot be read.
        SamizdatError: it is no recipe.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the recipe cannot be read: {error}", where=str(path)) from error
    if path.suffix == ".txt":
        return read_ftr(text, name=path.stem)
    return load_recipe(text, where=str(path))


class Recipes:
    """Recipes by newsroom and host, read once; a broken one is named and does not stop a run."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._known: dict[tuple[str, str], Recipe | None] = {}
        self._read: dict[Path, Recipe | None] = {}
        self.failed: list[Failed] = []

    def find(self, newsroom: str, host: str) -> Recipe | None:
        """Return the recipe for pages of *host* that belong to *newsroom*, None if there is none.

        The newsroom's own key comes first, then NEWSROOM.toml, then HOST.toml and HOST.txt for the
        host and each of its parent domains.
        """
        key = (newsroom, host)
        if key not in self._known:
            found = (self._load(path) for path in self._candidates(newsroom, host))
            self._known[key] = next((recipe for recipe in found if recipe), None)
        return self._known[key]

    def _candidates(self, newsroom: str, host: str) -> list[Path]:
        folder, room = self._config.recipes, self._config.newsrooms.get(newsroom)
        paths = [self._config.root / room.recipe] if room and room.recipe else []
        paths.append(folder / f"{newsroom}.toml")
        labels = host.split(".")
        for start in range(max(1, len(labels) - 1)):
            domain = ".".join(labels[start:])
            paths += [folder / f"{domain}.toml", folder / f"{domain}.txt"]
        return paths

    def _load(self, path: Path) -> Recipe | None:
        if path not in self._read:
            self._read[path] = self._try(path) if path.is_file() else None
        return self._read[path]

    def _try(self, path: Path) -> Recipe | None:
        try:
            return read_recipe(path)
        except SamizdatError as error:
            self.failed.append(Failed.from_error(error, where=str(path)))
            return None
