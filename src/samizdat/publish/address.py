"""Where a Git remote is: only addresses that git can take for nothing else."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from samizdat.errors import ConfigError

_SCP_LIKE = re.compile(r"(?:([A-Za-z0-9_.][\w.\-]*)@)?([A-Za-z0-9][A-Za-z0-9.\-]*):(?!/)(.+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_USERINFO = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that git may be given.

    Attributes:
        scheme: file, https, http or ssh: the one protocol that git may use for it.
        location: what git is given; it holds no password.
        origin: scheme, host and port of a web address, for the credential helper.
        user: the user in the address, "" if none.
        password: the password in the address, "" if none.
    """

    scheme: str
    location: str
    origin: str = ""
    user: str = ""
    password: str = ""


def redact(text: str) -> str:
    """Return *text* without the user and password of any address in it.

    >>> redact("fatal: https://me:secret@git.example/x.git not found")
    'fatal: https://git.example/x.git not found'
    """
    return _USERINFO.sub("", text)


def parse_address(address: str, *, allow_http: bool = False) -> Address:
    """Return *address* taken apart: a path, https://, http:// where allowed, ssh:// or scp-like.

    Raises:
        ConfigError: git could take it for something else, or the scheme is not allowed.
    """
    shown = redact(address)
    if not address or _CONTROL.search(address) or _CONTROL.search(unquote(address)):
        raise ConfigError("the address is empty or holds a control character", where=repr(shown))
    if address.startswith("-"):
        raise ConfigError("an address cannot begin with a dash", where=shown)
    if "://" in address:
        return _from_url(address, shown, allow_http=allow_http)
    if "::" in address.partition("/")[0]:
        raise ConfigError("git's transport helpers are not allowed", where=shown)
    match = _SCP_LIKE.fullmatch(address)
    if match and not address.startswith(("/", ".")):
        if match[3].startswith("-"):
            raise ConfigError("a path cannot begin with a dash", where=shown)
        return Address("ssh", address, user=match[1] or "")
    return Address("file", str(Path(address).expanduser().resolve()))


def is_repository(path: Path) -> bool:
    """Return True if *path* is a Git repository, bare or with a work tree."""
    return (
        any(
            (folder / "HEAD").is_file() and (folder / "objects").is_dir()
            for folder in (path, path / ".git")
        )
        or (path / ".git").is_file()
    )


def _from_url(address: str, shown: str, *, allow_http: bool) -> Address:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ConfigError("the address has a malformed host", where=shown) from error
    if parts.scheme == "file" and not host:
        return Address("file", str(Path(unquote(parts.path)).resolve()))
    if parts.scheme == "http" and not allow_http:
        raise ConfigError(
            "http sends the pages and the password in the clear",
            where=shown,
            hint="https, or name the host in [fetch] allow_private if it is your own",
        )
    if parts.scheme not in {"https", "http", "ssh"}:
        raise ConfigError(
            f"git may not use {parts.scheme!r} here", where=shown, hint="https://, ssh:// or a path"
        )
    if not host or host.startswith("-") or (parts.username or "").startswith("-"):
        raise ConfigError("the address has no usable host", where=shown)
    if parts.scheme == "ssh":
        return Address("ssh", address, user=parts.username or "")
    named = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{named}" + (f":{port}" if port else "")
    location = origin + parts.path + (f"?{parts.query}" if parts.query else "")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Address(parts.scheme, location, origin, user, password)
