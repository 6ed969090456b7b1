"""URL → Response, politely and safely."""

from samizdat.fetch.http import HttpFetcher
from samizdat.fetch.memory import MemoryFetcher
from samizdat.fetch.options import FetchOptions
from samizdat.fetch.port import Fetcher

__all__ = ["FetchOptions", "Fetcher", "HttpFetcher", "MemoryFetcher"]
