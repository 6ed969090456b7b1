"""The whole upper half of the floor on the shared corpus: counts with floors, printed."""

import gzip
import json
import tarfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from samizdat.errors import SamizdatError
from samizdat.extract.batch import extract_batch
from samizdat.extract.document import parse_document
from samizdat.extract.ftr import read_ftr
from samizdat.extract.page import PageJob
from samizdat.extract.recipe_run import run_recipe
from samizdat.model.address import host_of
from samizdat.model.article import Article
from samizdat.model.failed import Failed
from samizdat.model.recipe import Recipe

CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the folder {CORPUS} is missing"),
]


@lru_cache(maxsize=1)
def site_files() -> dict[str, str]:
    """Return the texts of the collection's site files by host."""
    with tarfile.open(CORPUS / "ftr-site-config.tar.gz") as archive:
        files = {}
        for member in archive.getmembers():
            name = Path(member.name).name
            content = archive.extractfile(member)
            if content is not None and name.endswith(".txt") and name != "LICENSE.txt":
                files[name.removesuffix(".txt")] = content.read().decode("utf-8", "replace")
    return files


def pages() -> Iterator[tuple[dict[str, Any], bytes]]:
    for line in (CORPUS / "articles.jsonl").read_text().splitlines():
        row = json.loads(line)
        yield row, gzip.decompress((CORPUS / row["html_file"]).read_bytes())


def config_of(address: str) -> Recipe | None:
    """Return the site file's recipe for *address*: its host's, else a wider domain's."""
    host = host_of(address).removeprefix("www.")
    files = site_files()
    names = [host, "www." + host]
    labels = host.split(".")
    names += ["." + ".".join(labels[at:]) for at in range(len(labels) - 1)]
    names += [".".join(labels[at:]) for at in range(1, len(labels) - 1)]
    found = next((name for name in names if name in files), None)
    return read_ftr(files[found], name=found) if found else None


def test_every_site_file_of_the_collection_loads() -> None:
    refused, css, xpath = {}, 0, 0
    for name, text in site_files().items():
        try:
            recipe = read_ftr(text, name=name)
        except SamizdatError as error:
            refused[name] = str(error)
            continue
        for selector in (*recipe.body, *recipe.title, *recipe.exclude, *recipe.published):
            css, xpath = css + (selector.language == "css"), xpath + (selector.language == "xpath")
    print(f"{len(site_files()) - len(refused)} of {len(site_files())} load;", css, "css,", xpath)
    assert refused == {}
    assert len(site_files()) >= 2040
    assert css > 0.85 * (css + xpath)


def test_site_files_answer_on_pages_of_their_sites() -> None:
    known = answered = titled = 0
    for row, body in pages():
        recipe = config_of(row["url"] or "")
        if recipe is None or not recipe.body:
            continue
        known += 1
        document = parse_document(body, row["url"], rewrites=recipe.rewrites)
        reading = run_recipe(recipe, document)
        answered += bool(reading.blocks)
        titled += bool(reading.title)
    print(f"{known} pages have a site file with a body; {answered} answer, {titled} with a title")
    assert known >= 337
    assert answered >= 210


@pytest.mark.slow
def test_no_page_of_the_corpus_raises() -> None:
    read = failed = 0
    for row, body in pages():
        (answer,) = extract_batch([PageJob(body, row["url"] or "https://unknown.example/")])
        if isinstance(answer, Article):
            read += 1
        else:
            failed += 1
            assert answer.kind in {"NoStoryError", "ParseError"}, answer
        assert isinstance(answer, Article | Failed)
    print(f"{read} pages give an article, {failed} do not")
    assert failed <= 5
