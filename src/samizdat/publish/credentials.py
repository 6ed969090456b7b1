"""What git needs to be let in, by way of its environment: never of its arguments."""

import os
import re
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache

from samizdat.errors import ConfigError
from samizdat.publish.address import Address
from samizdat.publish.options import GitOptions

_KEPT = re.compile(
    r"credential\..*|http\.(.*\.)?(sslcainfo|sslcapath|sslcert|sslkey|sslbackend|proxy)", re.DOTALL
)
# The words stay in the environment; only their names are in the helper.
_HELPER = (
    '!f() { test "$1" = get && '
    'printf "username=%s\\npassword=%s\\n" "$SAMIZDAT_USER" "$SAMIZDAT_PASSWORD"; }; f'
)


def token_variable(options: GitOptions) -> str:
    """Return the name of the environment variable that may hold the remote's token."""
    name = re.sub(r"\W|-", "_", options.name).upper()
    return options.token_env or f"SAMIZDAT_TOKEN_{name}"


def secrets_of(options: GitOptions, address: Address) -> tuple[str, str] | None:
    """Return user and password: from the environment, else from the address, else None.

    Raises:
        ConfigError: the token holds a control character.
    """
    token = os.environ.get(token_variable(options), "").strip()
    if any(not character.isprintable() for character in token):
        raise ConfigError("the token holds a control character", where=token_variable(options))
    if token:
        user, colon, password = token.partition(":")
        return (user, password) if colon else (address.user or "x-access-token", token)
    return (address.user, address.password) if address.password else None


def access(options: GitOptions, address: Address) -> dict[str, str]:
    """Return the environment that lets git reach *address* with its one protocol."""
    seconds = str(max(1, int(options.timeout.total_seconds())))
    words = {"GIT_ALLOW_PROTOCOL": address.scheme}
    if address.scheme == "ssh":
        command = os.environ.get("GIT_SSH_COMMAND", "ssh")
        command += f" -o BatchMode=yes -o ConnectTimeout={seconds}"
        return words | {"GIT_SSH_COMMAND": command}
    if address.scheme == "file":
        return words
    config = [("http.lowSpeedLimit", "1"), ("http.lowSpeedTime", seconds)]
    secrets = secrets_of(options, address)
    if secrets is None:
        config += user_config(os.environ.get("HOME", ""))
        if address.user:
            config.append((f"credential.{address.origin}.username", address.user))
        return words | _counted(config)
    # Asked for this host only: a redirect elsewhere gets no token.
    config += [("credential.helper", ""), (f"credential.{address.origin}.helper", _HELPER)]
    config += [pair for pair in user_config(os.environ.get("HOME", "")) if pair[0][:5] == "http."]
    return words | _counted(config) | {"SAMIZDAT_USER": secrets[0], "SAMIZDAT_PASSWORD": secrets[1]}


@lru_cache(maxsize=4)
def user_config(home: str) -> list[tuple[str, str]]:
    """Return the user's credential helpers, certificates and proxy: nothing else of their git."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    with suppress(OSError):
        said = subprocess.run(
            ["git", "config", "--null", "--get-regexp", r"^(credential|http)\."],
            capture_output=True,
            check=False,
            cwd="/",
            env=surroundings | ({"HOME": home} if home else {}),
        ).stdout.decode("utf-8", "replace")
        pairs = [entry.partition("\n") for entry in said.split("\0") if entry]
        return [(key, value) for key, _, value in pairs if _KEPT.fullmatch(key)]
    return []


def _counted(config: Iterable[tuple[str, str]]) -> dict[str, str]:
    words: dict[str, str] = {}
    count = 0
    for key, value in config:
        words[f"GIT_CONFIG_KEY_{count}"], words[f"GIT_CONFIG_VALUE_{count}"] = key, value
        count += 1
    return words | {"GIT_CONFIG_COUNT": str(count)}
