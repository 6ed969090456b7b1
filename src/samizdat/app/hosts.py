"""What hosts told a run – robots.txt, “come back later” – kept for the next."""

from __future__ import annotations

from dataclasses import replace

from samizdat.fetch import HttpFetcher
from samizdat.store import HostState, Store

ASKED_TO_WAIT = 429
"""The status that a kept pause is told with; which of 429 and 503 it was does not matter later."""


def recall_hosts(store: Store, fetcher: HttpFetcher) -> None:
    """Tell *fetcher* what hosts said to earlier runs."""
    states = store.host_states()
    fetcher.preload_robots(
        {s.host: (s.robots, s.robots_at) for s in states if s.robots is not None and s.robots_at}
    )
    fetcher.preload_pauses({s.host: (s.not_before, ASKED_TO_WAIT) for s in states if s.not_before})


def remember_hosts(store: Store, fetcher: HttpFetcher) -> None:
    """Keep what hosts said to this run; what is known already is not written again."""
    before = {state.host: state for state in store.host_states()}
    after = dict(before)
    for origin, (text, at) in fetcher.export_robots().items():
        known = after.get(origin, HostState(origin))
        after[origin] = replace(known, robots=text, robots_at=at)
    pauses = fetcher.export_pauses()
    for host in pauses.keys() | {s.host for s in before.values() if s.not_before}:
        until = pauses[host][0] if host in pauses else None
        after[host] = replace(after.get(host, HostState(host)), not_before=until)
    for host, state in after.items():
        if state != before.get(host):
            store.save_host(state)
