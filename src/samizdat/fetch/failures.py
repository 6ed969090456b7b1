"""aiohttp's failures in our words: one clear sentence each."""

from __future__ import annotations

import ssl

import aiohttp

from samizdat.errors import FetchError, RefusedError, UnreachableError
from samizdat.fetch.dial import PrivateSocketError
from samizdat.fetch.socks import SocksError

_NETWORK = "check the address and this machine's connection; later runs try it again"
_SERVER = "the server is at fault; later runs try it again"
_TLS = "check its certificate, and that nobody stands in between; later runs try it again"


def translated(error: Exception, *, where: str) -> FetchError:
    """Return what went wrong as one of our errors."""
    cause: object = getattr(error, "os_error", None)
    if isinstance(cause, PrivateSocketError):
        return RefusedError(
            str(cause), where=where, hint="name it in [fetch] allow_private if it is meant"
        )
    if isinstance(cause, SocksError):
        return UnreachableError(str(cause), where=where, hint="check [fetch] proxy")
    what, hint = _sentence(error)
    return UnreachableError(what, where=where, hint=hint)


def _sentence(error: Exception) -> tuple[str, str]:  # one case a kind of failure
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return f"no safe connection (TLS): {_tls_reason(error)}", _TLS
        case aiohttp.ClientProxyConnectionError():
            return f"the proxy does not answer: {_reason(error)}", "check [fetch] proxy"
        case aiohttp.ClientHttpProxyError():
            return f"the proxy refused with status {error.status}", "check [fetch] proxy"
        case aiohttp.ClientConnectorDNSError():
            return f"the name {error.host} has no address ({_reason(error)})", _NETWORK
        case aiohttp.ClientConnectorError():
            return f"no connection to port {error.port}: {_reason(error)}", _NETWORK
        case aiohttp.ServerDisconnectedError():
            return "the server closed the connection without an answer", _SERVER
        case aiohttp.ClientPayloadError():
            return "the answer breaks off before its end, or its length is wrong", _SERVER
        case aiohttp.ClientResponseError():
            return f"the answer is not proper HTTP: {_one_line(error.message)}", _SERVER
        case OSError():
            return f"the connection broke: {_reason(error)}", _SERVER
        case _:
            return f"the answer cannot be used: {_one_line(str(error))}", _SERVER


def _tls_reason(
    error: aiohttp.ClientConnectorError | aiohttp.ClientConnectorCertificateError,
) -> str:
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return cause.verify_message
    if isinstance(cause, ssl.SSLError) and cause.reason:
        return cause.reason.replace("_", " ").lower()
    return _one_line(str(cause))


def _reason(error: OSError) -> str:
    cause: OSError = getattr(error, "os_error", error)
    if isinstance(cause, ConnectionResetError):  # asyncio raises it without a word
        return "the server reset it"
    return _one_line(cause.strerror or str(cause) or type(cause).__name__).lower()


def _one_line(text: str) -> str:
    """Return the first line of *text*; some of aiohttp's messages quote the raw answer below it."""
    return (text.strip().splitlines() or ["no reason given"])[0].rstrip(":")[:200]
