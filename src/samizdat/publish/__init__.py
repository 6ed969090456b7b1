"""A remote's file changes → receipts."""

from samizdat.publish.folder import Folder
from samizdat.publish.git import Git
from samizdat.publish.memory import Memory
from samizdat.publish.options import GitOptions
from samizdat.publish.remote import Remote, open_remote

__all__ = ["Folder", "Git", "GitOptions", "Memory", "Remote", "open_remote"]
