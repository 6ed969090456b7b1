"""A remote's file changes → receipts."""

from samizdat.publish.address import is_repository
from samizdat.publish.back import Keep, keep_nothing
from samizdat.publish.checkout import Checkout, read_branch
from samizdat.publish.folder import Folder
from samizdat.publish.git import Git
from samizdat.publish.memory import Memory
from samizdat.publish.moved import NotKeptError
from samizdat.publish.options import GitOptions
from samizdat.publish.remote import Remote, open_remote
from samizdat.publish.visit import Visit, visit
from samizdat.publish.visited import Found

__all__ = [
    "Checkout",
    "Folder",
    "Found",
    "Git",
    "GitOptions",
    "Keep",
    "Memory",
    "NotKeptError",
    "Remote",
    "Visit",
    "is_repository",
    "keep_nothing",
    "open_remote",
    "read_branch",
    "visit",
]
