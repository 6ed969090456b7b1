"""Programs that some tests look for: absent on a workshop machine is a skip, in CI a failure."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = {
    "chromium": "chromium",
    "git": "git",
    "qrencode": "qrencode",
    "systemd-analyze": "systemd",
    "zbarimg": "zbar-tools",
}
"""Program → the Debian package that brings it; `.ci/run` installs them."""


def need(program: str) -> str:
    """Return the path of *program*, or end the test: skipped by hand, failed in CI."""
    found = shutil.which(program)
    if found:
        return found
    reason = f"{program} is missing: apt-get install {PACKAGES.get(program, program)}"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
