"""Import of 3,000 pages of an existing mirror: ours beside trafilatura, and beside bare parsers.

    python -m bench.app.bench_import

See `bench.app.import_rates`. Worker processes import the module that a program began with; as in
`samizdat` itself, that is a small one.
"""

# ruff: noqa: PLC0415
from __future__ import annotations


def main() -> None:
    """Print a row each, and one JSON object."""
    from bench.app import import_rates

    import_rates.main()


if __name__ == "__main__":
    main()
