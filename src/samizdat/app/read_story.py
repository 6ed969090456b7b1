"""One story that is due: fetch, extract, clean; answered as an outcome value."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

from samizdat.app.mirror import Mirror
from samizdat.app.outcomes import Broken, Missing, Outcome, Unchanged
from samizdat.app.pictures import Pictures
from samizdat.app.pool import Batcher
from samizdat.app.schedule import next_check
from samizdat.app.worker import FeedJob, Kept
from samizdat.errors import FetchError, StatusError
from samizdat.extract.page import PageJob, merge_pages
from samizdat.fetch import Fetcher
from samizdat.model.address import canonical_address, host_of
from samizdat.model.article import Article
from samizdat.model.failed import Failed
from samizdat.model.response import Response
from samizdat.store import Due, Prepared, Reading

MAX_PAGES = 12
"""Pages of one story that are followed; longer chains are traps or calendars."""


KEPT = 1000
"""Outcomes kept for a story's other sources, which follow closely: the queue is in time's order."""


@dataclass(slots=True)
class StoryReader:
    """Reads stories with the run's client and workers."""

    mirror: Mirror
    fetcher: Fetcher
    stories: Batcher
    pictures: Pictures | None
    _under_way: dict[str, asyncio.Future[Outcome]] = field(default_factory=dict)
    _done: dict[str, Outcome] = field(default_factory=dict)

    async def read(self, due: Due) -> Outcome:
        """Return what came of *due*; every failure is a value.

        A story that several sources announce is fetched once a run.
        """
        if due.is_recheck:
            return await self._read_alone(due)
        address = due.entry.address
        if address in self._done:
            return replace(self._done[address], due=due)
        if address in self._under_way:
            return replace(await asyncio.shield(self._under_way[address]), due=due)
        self._under_way[address] = asyncio.get_running_loop().create_future()
        try:
            outcome = await self._read_alone(due)
        except BaseException:
            self._under_way.pop(address).cancel()
            raise
        self._keep(address, outcome)
        return outcome

    def _keep(self, address: str, outcome: Outcome) -> None:
        """Keep *outcome* for the story's other sources; its bytes are saved with the first."""
        if isinstance(outcome, Reading) and outcome.response is not None:
            outcome = replace(outcome, response=replace(outcome.response, body=b""))
        self._done[address] = outcome
        if len(self._done) > KEPT:
            del self._done[next(iter(self._done))]
        self._under_way.pop(address).set_result(outcome)

    async def _read_alone(self, due: Due) -> Outcome:
        try:
            outcome = await self._read(due)
        except FetchError as error:
            return self._broken(due, error)
        if isinstance(outcome, Reading) and self.pictures:
            await self.pictures.prepare(outcome.article)
        return outcome

    async def _read(self, due: Due) -> Outcome:
        if due.entry.content and not due.is_recheck:
            kept = await self.stories.submit(FeedJob(due.entry, self._language(due)))
            if isinstance(kept, Kept):
                return self._reading(due, kept.article, None, kept.prepared)
        response = await self.fetcher.fetch(due.entry.address, validators=due.validators)
        if response.status == 304:
            return Unchanged(due, response.validators)
        if response.status != 200:
            return Missing(due, response.status)
        if due.from_feed:
            return Unchanged(due, response.validators)
        return await self._read_page(due, response)

    async def _read_page(self, due: Due, response: Response) -> Outcome:
        kept = await self._extract(due, response)
        if isinstance(kept, Failed):
            return Broken(due, kept)
        if not kept.article.next_page:
            return self._reading(due, kept.article, response, kept.prepared)
        article = await self._follow(due, kept.article, response.final_address)
        return self._reading(due, article, response)

    async def _extract(self, due: Due, response: Response) -> Kept | Failed:
        room = self.mirror.config.newsrooms.get(due.newsroom)
        job = PageJob(
            body=response.body,
            address=response.final_address,
            declared_charset=response.declared_charset,
            recipe=self.mirror.recipes.find(due.newsroom, host_of(response.final_address)),
            entry=due.entry,
            language=self._language(due),
            timezone=room.timezone if room else "",
        )
        kept: Kept | Failed = await self.stories.submit(job)
        return kept

    async def _follow(self, due: Due, first: Article, address: str) -> Article:
        """Return the whole of a story that goes on over several pages.

        A further page that cannot be read ends the story there: part of it is better than none.
        """
        pages, seen, following = [first], {address}, first.next_page
        while following and following not in seen and len(pages) < MAX_PAGES:
            seen.add(following)
            try:
                response = await self.fetcher.fetch(following)
            except FetchError:
                break
            kept = await self._extract(due, response) if response.status == 200 else None
            if not isinstance(kept, Kept):
                break
            pages.append(kept.article)
            following = kept.article.next_page
        return merge_pages(pages) if len(pages) > 1 else first

    def _language(self, due: Due) -> str:
        room = self.mirror.config.newsrooms.get(due.newsroom)
        return room.language if room else ""

    def _reading(
        self,
        due: Due,
        article: Article,
        response: Response | None,
        prepared: Prepared | None = None,
    ) -> Reading:
        rules, now = self.mirror.config.recheck, self.mirror.now()
        recipe = self.mirror.recipes.find(due.newsroom, host_of(due.entry.address))
        return Reading(
            due=due,
            article=article,
            response=response,
            addresses=self._addresses(due, article, response),
            recipe=recipe.name if recipe and article.route == "recipe" else "",
            next_check=next_check(article.title, due.first_seen, now, rules),
            prepared=prepared,
        )

    def _addresses(self, due: Due, article: Article, response: Response | None) -> tuple[str, ...]:
        """Return the story's addresses, the one to mint an id from last.

        A page's canonical address counts only on the newsroom's own hosts: of 1,106 corpus pages
        with one, 22 point to another site.
        """
        found = [due.entry.address]
        if response is not None:
            found.append(canonical_address(response.final_address))
        room = self.mirror.config.newsrooms.get(due.newsroom)
        own = {host.lower() for host in room.hosts} if room else set()
        own |= {host_of(address) for address in found}
        if article.canonical and host_of(article.canonical) in own:
            found.append(article.canonical)
        return tuple(dict.fromkeys(reversed(found)))[::-1]

    def _broken(self, due: Due, error: FetchError) -> Broken:
        failed = Failed.from_error(error, where=due.entry.address)
        retry = None
        if isinstance(error, StatusError) and error.retry_after:
            retry = self.mirror.now() + timedelta(seconds=error.retry_after)
        return Broken(due, replace(failed, where=failed.where or due.entry.address), retry)
