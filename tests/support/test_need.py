from __future__ import annotations

import pytest

from tests.support.need import PACKAGES, need


def test_present_program_is_its_path() -> None:
    assert need("git").endswith("git")


def test_absent_program_skips_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program is missing"):
        need("no-such-program")


def test_absent_program_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-program is missing"):
        need("no-such-program")


def test_every_program_names_its_package() -> None:
    assert all(PACKAGES.values())
