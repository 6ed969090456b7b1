"""A `samizdat.toml` for tests that ask no newsroom."""

HARBOUR = """
[newsroom.harbour]
home = "https://harbour.example/"
[[newsroom.harbour.source]]
id = "feed"
kind = "feed"
address = "https://harbour.example/feed.xml"
sections = ["world"]
"""
