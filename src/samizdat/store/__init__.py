"""Stories, revisions, responses, assets, heads, pages and fetch state on disk."""

from samizdat.model.prepared import Prepared, prepare
from samizdat.store.answers import Check, EntryRow, ExportRow, Sighting, StatusCounts, Why
from samizdat.store.lock import Lock
from samizdat.store.paths import is_safe_path
from samizdat.store.store import STORE_NAME, Store
from samizdat.store.values import (
    AssetState,
    Delivery,
    Due,
    Edition,
    FileRow,
    HostState,
    Outcome,
    Reading,
    Recorded,
    RemoteState,
    Saved,
    SourceSpec,
    SourceState,
    TopicRow,
    TopicSpec,
)

__all__ = [
    "STORE_NAME",
    "AssetState",
    "Check",
    "Delivery",
    "Due",
    "Edition",
    "EntryRow",
    "ExportRow",
    "FileRow",
    "HostState",
    "Lock",
    "Outcome",
    "Prepared",
    "Reading",
    "Recorded",
    "RemoteState",
    "Saved",
    "Sighting",
    "SourceSpec",
    "SourceState",
    "StatusCounts",
    "Store",
    "TopicRow",
    "TopicSpec",
    "Why",
    "is_safe_path",
    "prepare",
]
