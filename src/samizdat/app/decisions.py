"""What the desk decides about stories that are mirrored: taken down, left out, held."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from samizdat.app.link_book import addresses_of, tags_of
from samizdat.app.mirror import Mirror
from samizdat.app.rules import BLOCKLIST, IN_FORCE, reads_bodies
from samizdat.app.view import find_stories
from samizdat.desk import Judge
from samizdat.model.story import Decider, Head, State
from samizdat.model.tree_text import text_of
from samizdat.store import TopicSpec

BATCH = 500
_SETTLED = "desk-settled"
"""The store's setting that names the snapshot whose decisions stand in the store."""

_JUDGED = "desk-blocklist"
"""The hash of the blocklist by which every story was judged last."""


def settle_desk(mirror: Mirror) -> int:
    """Bring the store's stories to what the desk says; return how many changed.

    Takedowns are looked at in every run, since their stories may have come since; the blocklist
    is, for stories that are here, only when it has changed.
    """
    changed = take_down(mirror) + judge_all(mirror)
    snapshot = mirror.store.setting(IN_FORCE)
    if snapshot != mirror.store.setting(_SETTLED):
        specs = [
            TopicSpec(rule.key, tags_of(rule), rule.hidden, addresses_of(rule))
            for rule in mirror.rules.topics.values()
        ]
        mirror.store.put_topics(specs)
        mirror.store.put_setting(_SETTLED, snapshot)
    return changed


def take_down(mirror: Mirror) -> int:
    """Withdraw stories and pictures that takedowns.csv names, and bring back those it left."""
    store, rules = mirror.store, mirror.rules.takedowns
    stories = find_stories(mirror.config, store, (rule.address for rule in rules))
    wanted = {stories[r.address]: r.reason for r in rules if r.address in stories}
    pictures = {r.address: r.reason for r in rules if r.address not in stories}
    changed = _withdraw(mirror, wanted)
    return changed + store.withhold(pictures, mirror.now())


def _withdraw(mirror: Mirror, wanted: Mapping[str, str]) -> int:
    store, changed = mirror.store, 0
    heads = store.heads(list(wanted))
    for story, reason in wanted.items():
        head = heads[story]
        if (head.state, head.reason) != ("withdrawn", reason):
            store.set_state(story, "withdrawn", reason, mirror.now(), by="desk")
            changed += 1
    for head in store.stories_in_state("withdrawn", 1_000_000, by="desk"):
        if head.story.id not in wanted:
            store.set_state(head.story.id, "shown", "", mirror.now(), by="")
            changed += 1
    return changed


def judge_all(mirror: Mirror) -> int:
    """Judge every story by the blocklist if that has changed; return how many changed state."""
    rules, store = mirror.rules.blocklist, mirror.store
    blocklist = _blocklist_hash(mirror)
    if blocklist == store.setting(_JUDGED):
        return 0
    judge, changed = Judge(rules), 0
    for rows in store.iter_heads(BATCH):
        changed += _judge_batch(mirror, judge, rows)
    store.put_setting(_JUDGED, blocklist)
    return changed


def _blocklist_hash(mirror: Mirror) -> str:
    """Return what names the blocklist, "" for none: a mirror without one judges nothing."""
    rules = mirror.rules.blocklist
    return json.dumps([[r.text, r.is_pattern, r.fields, r.action] for r in rules]) if rules else ""


def _judge_batch(mirror: Mirror, judge: Judge, rows: Sequence[tuple[Head, str]]) -> int:
    store, changed = mirror.store, 0
    open_rows = [(head, address) for head, address in rows if is_judged(head)]
    ids = [head.story.id for head, _ in open_rows]
    articles = store.articles(ids) if reads_bodies(mirror.rules) else {}
    for head, address in open_rows:
        article = articles.get(head.story.id)
        body = text_of(article.blocks) if article else ""
        verdict = judge.verdict(head.title, address, body)
        state: State = "shown"
        reason = ""
        if verdict is not None:
            state = "hidden" if verdict.action == "hide" else "held"
            reason = f"{BLOCKLIST}:{verdict.line}"
        if _is_news(head, state, reason):
            by: Decider = "desk" if verdict is not None else ""
            store.set_state(head.story.id, state, reason, mirror.now(), by=by)
            changed += 1
    return changed


def is_judged(head: Head) -> bool:
    """Return whether the blocklist may decide about *head*: nobody else has."""
    if head.decided_by == "person" or head.state in ("gone", "withdrawn", "merged"):
        return False
    return head.state == "shown" or head.reason.startswith(BLOCKLIST)


def _is_news(head: Head, state: State, reason: str) -> bool:
    return head.state != state or (state != "shown" and head.reason != reason)
