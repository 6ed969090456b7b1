"""Fingerprints: what a page shows as a hash, without rendering it."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta, timezone
from itertools import combinations

import pytest

from samizdat.model.page import Correction
from samizdat.model.tree import Paragraph, Text
from samizdat.render.fingerprint import fingerprint_of, look_fingerprint, page_fingerprint
from samizdat.render.git import render_page
from samizdat.render.wording import SHIPPED, load_wording
from tests.support.git_pages import (
    every_page,
    look,
    navigation,
    promo,
    section,
    story,
    teasers,
    topics,
    variant,
)

EN = look("en")


def test_every_page_kind_in_every_language_has_its_own() -> None:
    prints = [
        page_fingerprint(page, look(language))
        for language in SHIPPED
        for page in every_page(language).values()
    ]
    assert len(set(prints)) == len(prints)


def test_pages_that_differ_in_bytes_differ_in_fingerprint() -> None:
    shown = story("en")
    changed = [
        shown,
        replace(shown, title="Other"),
        replace(shown, content_hash="0" * 64),
        replace(shown, updated=3),
        replace(shown, state="gone"),
        replace(shown, state="withdrawn", reason="Asked for."),
        replace(shown, sections=shown.sections[:1]),
        replace(shown, mirrored_at=shown.mirrored_at + timedelta(minutes=1)),
        replace(shown, published_at=None),
        replace(shown, variants={}),
        replace(shown, address="https://harbour.example/else"),
        replace(shown, sort_at=shown.mirrored_at),
        replace(shown, navigation=navigation("en")),
        replace(shown, topics=topics("en")),
        replace(shown, related=teasers("en")),
        replace(shown, promos_above=(promo("en"),)),
        replace(shown, promos_below=(promo("en"),)),
        replace(shown, corrections=(Correction(("A note.",)),)),
        replace(shown, corrections=(Correction(("A note.",), shown.mirrored_at),)),
        replace(shown, links={"https://a.example/": "a.md"}),
        replace(shown, links={"https://a.example/": "b.md"}),
        replace(shown, link_policy="plain"),
        replace(shown, withheld={"https://harbour.example/a.jpg": ""}),
        replace(shown, withheld={"https://harbour.example/a.jpg": "Asked for."}),
    ]
    for one, other in combinations(changed, 2):
        assert page_fingerprint(one, EN) != page_fingerprint(other, EN)


def test_a_moved_story_in_a_list_counts() -> None:
    page = section("en")
    turned = replace(page, teasers=page.teasers[::-1])
    assert page_fingerprint(page, EN) != page_fingerprint(turned, EN)


def test_a_changed_phrase_changes_every_page() -> None:
    own = replace(EN, wording=load_wording("en", 'home = "Front"'))
    counted = replace(EN, wording=load_wording("en", '[updated_times]\none = "changed"'))
    assert len({look_fingerprint(EN), look_fingerprint(own), look_fingerprint(counted)}) == 3
    for page in every_page("en").values():
        assert page_fingerprint(page, EN) != page_fingerprint(page, own)


def test_another_renderer_has_other_fingerprints() -> None:
    assert page_fingerprint(story("en"), EN) != page_fingerprint(story("en"), EN, "site/1")


def test_the_tree_is_not_read_and_a_signed_image_address_does_not_count() -> None:
    page = story("en")
    blocks = (Paragraph((Text("Other."),)),)
    assert page_fingerprint(
        replace(page, article=replace(page.article, blocks=blocks)), EN
    ) == page_fingerprint(page, EN)
    (origin,) = page.variants
    signed = replace(page, variants={f"{origin}?signature=1": page.variants[origin]})
    assert page_fingerprint(signed, EN) == page_fingerprint(page, EN)


def test_neither_the_order_of_variants_nor_the_time_zone_counts() -> None:
    page = story("en")
    first, second = variant("https://harbour.example/1"), variant("https://harbour.example/2")
    here = replace(page, variants={"https://a.example/1": first, "https://a.example/2": second})
    there = replace(
        page,
        variants={"https://a.example/2": second, "https://a.example/1": first},
        mirrored_at=page.mirrored_at.astimezone(timezone(timedelta(hours=8))),
    )
    assert page_fingerprint(here, EN) == page_fingerprint(there, EN)
    assert render_page(here, EN) == render_page(there, EN)


def test_a_value_without_a_stable_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no fingerprint"):
        fingerprint_of(object())
    with pytest.raises(TypeError, match="content hash"):
        fingerprint_of(story("en").article)


_PROGRAM = """
import hashlib
from tests.support.git_pages import every_page, look
from samizdat.model.page import StoryPage
from samizdat.render.git import (
    ShareAddress, apply_mirrors, apply_share, page_fingerprint, render_page
)

here = ShareAddress("https://forge.example/m/")
others = [("second", "https://other.example/m/")]
total = hashlib.sha256()
for language in ("ar", "en", "fa", "ru", "zh-Hans", "zh-Hant"):
    for name, page in every_page(language).items():
        total.update(page_fingerprint(page, look(language)).encode())
        for file in render_page(page, look(language)):
            total.update(file.content)
            total.update(apply_mirrors(file, others, look(language)).content)
            if isinstance(page, StoryPage):
                for part in apply_share(file, page, here, look(language)):
                    total.update(part.content)
print(total.hexdigest())
"""


def test_bytes_and_fingerprints_do_not_depend_on_seed_zone_or_locale() -> None:
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tehran", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
    ]
    path = os.pathsep.join(p for p in sys.path if p)
    answers = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            env={**world, "PYTHONPATH": path},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for world in worlds
    }
    assert len(answers) == 1
