"""Where words and addresses of newsrooms lead inside the mirror; it goes along to the workers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from samizdat.app.keys import file_of
from samizdat.edit.links import Ways, inner_links
from samizdat.model.address import canonical_address
from samizdat.model.article import Article
from samizdat.model.desk import TopicRule
from samizdat.model.page import StoryPage
from samizdat.model.topic import own_topic, tag_key


@dataclass(frozen=True, slots=True)
class LinkBook:
    """What is known of topics and newsrooms.

    Attributes:
        words: `tag_key` of an alias or a name → topic's key, "" if stories shall not stand in it.
        hosts: newsroom → its hosts.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Iterable[TopicRule], hosts: Mapping[str, tuple[str, ...]]) -> LinkBook:
        """Return the book of *rules*; of two topics with the same alias the first has it."""
        words: dict[str, str] = {}
        for rule in rules:
            for word in tags_of(rule):
                words.setdefault(word, "" if rule.hidden else rule.key)
        return cls(words, hosts)

    def topic_of(self, tag: str) -> str:
        """Return the key of the topic that *tag* means, "" for none."""
        word = tag_key(tag)
        return self.words[word] if word in self.words else own_topic(tag)

    def dressed(self, page: StoryPage, article: Article) -> StoryPage:
        """Return *page*, which knows where addresses lead, with its article and all its links."""
        files = {topic.key: file_of(f"topic:{topic.key}") for topic in page.topics}
        words = {tag_key(tag): self.topic_of(tag) for tag in article.tags} if files else {}
        ways = Ways(
            pages=page.links,
            topics={word: files[key] for word, key in words.items() if key in files},
            hosts=self.hosts.get(page.newsroom_id, ()),
        )
        return replace(page, article=article, links=inner_links(article, ways))


def tags_of(rule: TopicRule) -> tuple[str, ...]:
    """Return the words that mean the topic of *rule*, in the form in which spellings meet."""
    words = (rule.key, *rule.names.values(), *rule.aliases)
    return tuple(dict.fromkeys(filter(None, map(tag_key, words))))


def addresses_of(rule: TopicRule) -> tuple[str, ...]:
    """Return the canonical addresses of newsrooms' own pages of the topic of *rule*."""
    return tuple(filter(None, map(_canonical, rule.addresses)))


def _canonical(address: str) -> str:
    try:
        return canonical_address(address)
    except ValueError:
        return ""
