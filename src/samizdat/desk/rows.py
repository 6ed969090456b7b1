"""Lines of a CSV file as editors write it → rows by column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from samizdat.desk.context import Context
from samizdat.desk.findings import Findings, shown

_MARKS = (",", ";", "\t")
_SAMPLE = 200
_MOST_JOINED = 20
"""Lines that a quoted field may span: one that never ends must not swallow the rest."""

_OPENING_QUOTE = re.compile(r'\s*"(?:[^"]|"")*"')
_ADDRESS = re.compile(r"\s*https?://[^\s,;]+\s*")
_FIRST_MARK = re.compile(r"[,;\t]")

_OTHER_NAMES = {
    **dict.fromkeys(("url", "link", "地址", "网址", "網址", "链接", "連結"), "address"),
    **dict.fromkeys(("标题", "標題"), "title"),
    **dict.fromkeys(("栏目", "欄目", "版块", "版塊"), "section"),
    **dict.fromkeys(("文字", "内容", "內容", "note"), "text"),
    **dict.fromkeys(("start", "自", "开始", "開始"), "from"),
    **dict.fromkeys(("end", "to", "至", "结束", "結束"), "until"),
    **dict.fromkeys(("why", "理由", "原因"), "reason"),
}
"""Other names of columns that editors' own tables have."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number, and column → what stands there ("" if nothing)."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(
    lines: Sequence[str], columns: Sequence[str], found: Findings, context: Context
) -> Iterator[Row]:
    """Give the rows of *lines*; empty lines and those that begin with `#` are none.

    The file may have a header or not, in any order; then the columns are in the order of
    *columns*. Fields are separated by commas, semicolons or tabs, and quoted as in RFC 4180.

    Source: RFC 4180, but for the separators and comments.
    """
    mark = _separator(lines, columns)
    header: Sequence[str] | None = None
    for number, fields in _split(lines, mark, found):
        if header is None:
            header = _header(fields, columns)
            if header:
                _check_header(number, fields, columns, found, context)
                continue
            header = columns
        if any(fields[len(header) :]):
            _say_too_many(number, fields, header, found)
        else:
            yield Row(number, dict(zip(header, fields, strict=False)))


def _say_too_many(line: int, fields: Sequence[str], header: Sequence[str], found: Findings) -> None:
    curly = any("“" in field or "”" in field for field in fields)
    hint = 'put a field that holds a separator in "straight quotes"' + (
        ", not in “curly” ones" if curly else ""
    )
    found.wrong(line, f"{len(fields)} fields, and the file has {len(header)} columns", hint)


def _contents(lines: Sequence[str]) -> Iterator[str]:
    return (line for line in lines if line.strip() and not line.lstrip().startswith("#"))


def _separator(lines: Sequence[str], columns: Sequence[str]) -> str:
    """Return what separates the fields.

    It is what the header has; without one, what makes a bare address of most rows' addresses; if
    that says nothing, what comes first on most lines.
    """
    first = next(_contents(lines), "")
    for mark in _MARKS:
        if mark in first and _header(first.split(mark), columns):
            return mark
    votes = dict.fromkeys(_MARKS, 0.0)
    for line in islice(_contents(lines), _SAMPLE):
        quoted = _OPENING_QUOTE.match(line)
        rest = line[quoted.end() :] if quoted else line
        for mark in _MARKS:
            cells = rest.split(mark)[columns.index("address") :]
            votes[mark] += bool(cells and _ADDRESS.fullmatch(cells[0]))
        if met := _FIRST_MARK.search(rest):
            votes[met[0]] += 1 / _SAMPLE
    return max(_MARKS, key=lambda mark: votes[mark])


def _split(lines: Sequence[str], mark: str, found: Findings) -> Iterator[tuple[int, list[str]]]:
    """Give the fields of every record with the number of its first line."""
    number = 0
    while number < len(lines):
        line, start = lines[number], number + 1
        number += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if '"' in line:
            fields, more = _quoted(lines, number - 1, mark, found)
            number += more
        else:
            fields = line.split(mark)
        fields = [field.strip() for field in fields]
        if any(fields):  # a table program writes empty rows as ",,,,"
            yield start, fields


def _quoted(lines: Sequence[str], index: int, mark: str, found: Findings) -> tuple[list[str], int]:
    """Return the fields of the record that begins at *index*, and how many more lines it has."""
    text = lines[index]
    for more in range(_MOST_JOINED):
        try:
            reader = csv.reader([text], delimiter=mark, strict=True, skipinitialspace=True)
            return next(reader), more
        except csv.Error as error:
            if "unexpected end" not in str(error):
                break
        if index + more + 1 >= len(lines):
            break
        text = f"{text}\n{lines[index + more + 1]}"
    hint = 'close it, or write "" for a quote inside a quoted field'
    found.wrong(index + 1, "a double quote stands where no field begins or ends", hint)
    return [], 0


def _column(field: str) -> str:
    name = field.strip().strip("\"'").strip().lower()
    return _OTHER_NAMES.get(name, name)


def _header(fields: Sequence[str], columns: Sequence[str]) -> list[str] | None:
    """Return the columns that *fields* name, None if they are no header."""
    names = [_column(field) for field in fields]
    known = sum(name in columns for name in names)
    others = sum(bool(name) and name not in columns for name in names)
    odd = any("/" in name or "." in name for name in names)
    return names if known and known >= others and not odd else None


def _check_header(
    line: int, fields: Sequence[str], columns: Sequence[str], found: Findings, context: Context
) -> None:
    """Say what is wrong with the header *fields*."""
    names = [_column(field) for field in fields]
    for field, name in zip(fields, names, strict=True):
        if name and name not in columns:
            found.wrong(line, f"there is no column {shown(field)}", context.hint(name, columns))
        elif name and names.count(name) > 1:
            found.wrong(line, f"the column {shown(name)} is there twice", "remove one")
    if columns[0] not in names:
        known = ", ".join(columns)
        found.wrong(line, f"the column {shown(columns[0])} is missing", f"known: {known}")
