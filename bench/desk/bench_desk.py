"""A desk of 10,000 picks and 1,000 rules: checked, and put before stories.

CPU time of one process. Beside it the standard library: `csv.DictReader` and
`datetime.fromisoformat` read the same picks and check nothing else; a loop of compiled `re` looks
for the same rules one after another.

python -m bench.desk.bench_desk
"""

import csv
import hashlib
import io
import json
import platform
import random
import re
import statistics
import time
from collections.abc import Callable
from datetime import datetime

from samizdat.desk import Judge, Newsrooms, read_desk
from samizdat.model.desk import BlockRule

PICKS, WORDS, PATTERNS = 10_000, 900, 100
BODY_BYTES = 3_000
REPEATS = 5
ROUNDS = 50

NEWSROOMS = Newsrooms(frozenset({"harbour"}), frozenset({"harbour/news", "harbour/world"}))
LATIN = "aaabcdeeefghiiklmnooprsttuuw"
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 1_500)))


def word(dice: random.Random, letters: str, length: int) -> str:
    return "".join(dice.choices(letters, k=length))


def corpus() -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files of the desk, and bodies of stories in two languages."""
    dice = random.Random(4)
    rows = ["address,title,section,from,until"]
    for number in range(PICKS):
        title = f"{word(dice, HAN, 12)} {word(dice, LATIN, 7)}"
        day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
        rows.append(f"https://harbour.example/{number},{title},harbour/news,{day},2027-01-01 08:00")
    rules = [word(dice, HAN, dice.randint(3, 5)) for _ in range(WORDS // 2)]
    rules += [f"title: {word(dice, LATIN, 9)}" for _ in range(WORDS // 4)]
    rules += [word(dice, LATIN, 9) for _ in range(WORDS - len(rules))]
    rules += [
        f"/{word(dice, LATIN, 6)}.*{word(dice, HAN, 3)}|{word(dice, LATIN, 7)}/"
        for _ in range(PATTERNS)
    ]
    files = {"picks.csv": "\n".join(rows).encode(), "blocklist.txt": "\n".join(rules).encode()}
    latin = " ".join(word(dice, LATIN, dice.randint(2, 9)) for _ in range(2_000))
    bodies = {"Chinese": word(dice, HAN, BODY_BYTES // 3), "English": latin[:BODY_BYTES]}
    return files, bodies


def plain_reading(files: dict[str, bytes]) -> list[re.Pattern[str]]:
    """Read the same files with the standard library alone."""
    for row in csv.DictReader(io.StringIO(files["picks.csv"].decode())):
        datetime.fromisoformat(row["from"])
        datetime.fromisoformat(row["until"])
    lines = (line.removeprefix("title: ") for line in files["blocklist.txt"].decode().splitlines())
    re.purge()
    return [re.compile(_source(line), re.IGNORECASE) for line in lines]


def _source(line: str) -> str:
    if line.startswith("/"):
        return line[1:-1]
    return rf"\b{re.escape(line)}\b" if line.isascii() else re.escape(line)


def seconds(run: Callable[[], object]) -> list[float]:
    """Return how long each of `REPEATS` runs took."""
    found = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return found


def line(name: str, ours: list[float], plain: list[float], unit: str, scale: float) -> None:
    mine, theirs = statistics.median(ours), statistics.median(plain)
    print(
        f"{name:36} {mine * scale:9.2f} {unit} (spread {(max(ours) - min(ours)) * scale:.2f})"
        f"   standard library {theirs * scale:9.2f} {unit}   {theirs / mine:6.2f}×"
    )


def judging(
    rules: tuple[BlockRule, ...], plain: list[re.Pattern[str]], bodies: dict[str, str]
) -> None:
    judge = Judge(rules)
    for language, body in bodies.items():
        ours = seconds(lambda text=body: [judge.verdict("", "", text) for _ in range(ROUNDS)])  # type: ignore[misc]
        loop = seconds(lambda text=body: [rule.search(text) for rule in plain])  # type: ignore[misc]
        line(f"1,000 rules, {language} body of 3 kB", [t / ROUNDS for t in ours], loop, "ms", 1e3)


def main() -> None:
    files, bodies = corpus()
    digest = hashlib.sha256(b"".join(files.values())).hexdigest()[:12]
    desk = read_desk(files, newsrooms=NEWSROOMS)
    assert desk.is_sound, desk.problems[:3]
    assert (len(desk.rules.picks), len(desk.rules.blocklist)) == (PICKS, WORDS + PATTERNS)
    print(f"corpus {digest}: {PICKS:,} picks, {WORDS + PATTERNS:,} rules; {platform.platform()}")
    ours = seconds(lambda: read_desk(files, newsrooms=NEWSROOMS))
    plain = seconds(lambda: plain_reading(files))
    line("the desk checked", ours, plain, "s ", 1)
    judging(desk.rules.blocklist, plain_reading(files), bodies)
    print(json.dumps({"corpus": digest, "check_s": ours, "plain_s": plain}))


if __name__ == "__main__":
    main()
