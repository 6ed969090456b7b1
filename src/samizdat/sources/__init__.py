"""Bytes → stream of entries."""

from samizdat.sources.guess import ListingGuess, guess_listing, looks_like_story_link
from samizdat.sources.home import (
    Hint,
    HomeHints,
    find_sources,
    sitemaps_in_robots,
    usual_places,
)
from samizdat.sources.opml import OpmlFeed, read_opml, write_opml
from samizdat.sources.original import original_on_page
from samizdat.sources.read import read_source
from samizdat.sources.sniff import sniff
from samizdat.sources.values import Announced, Kind, SourceOptions

__all__ = [
    "Announced",
    "Hint",
    "HomeHints",
    "Kind",
    "ListingGuess",
    "OpmlFeed",
    "SourceOptions",
    "find_sources",
    "guess_listing",
    "looks_like_story_link",
    "original_on_page",
    "read_opml",
    "read_source",
    "sitemaps_in_robots",
    "sniff",
    "usual_places",
    "write_opml",
]
