"""Every row of the parity page names a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = {"13", "21"}


def test_every_row_names_tests_that_exist() -> None:
    page = (ROOT / "docs" / "parity.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| .* \| ([^|]*) \|$", page, re.MULTILINE)
    assert [number for number, _ in rows] == [str(n) for n in range(1, 23)]
    code = "\n".join(p.read_text("utf-8") for p in sorted((ROOT / "tests").rglob("test_*.py")))
    for number, tests in rows:
        named = re.findall(r"`(test_\w+)`", tests)
        assert named or number in LATER, f"row {number} is held by nothing"
        missing = [name for name in named if f"def {name}(" not in code]
        assert missing == [], f"row {number}"
