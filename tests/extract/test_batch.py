"""Batches answer every page with a value."""

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.extract import batch
from samizdat.extract.batch import extract_batch
from samizdat.extract.page import PageJob
from samizdat.model.article import Article
from samizdat.model.failed import Failed
from samizdat.model.recipe import Recipe, Rewrite, Selector

PAGE = b"<h1>Ferry sails</h1><div class=story><p>The first ferry left the old harbour.</p></div>"
RECIPE = Recipe(body=(Selector("div.story"),), rewrites=(Rewrite("ferry", "boat"),))
JOB = PageJob(PAGE, "https://harbour.example/a", recipe=RECIPE)


def test_answers_come_in_order_and_cross_a_process_border() -> None:
    jobs = [JOB, replace(JOB, body=b""), JOB]
    answers = extract_batch(pickle.loads(pickle.dumps(jobs)))
    assert [type(answer) for answer in answers] == [Article, Failed, Article]
    assert pickle.loads(pickle.dumps(answers)) == answers
    failed = answers[1]
    assert isinstance(failed, Failed)
    assert (failed.where, failed.kind) == ("https://harbour.example/a", "NoStoryError")


def test_an_unforeseen_error_is_a_value_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(job: PageJob) -> Article:
        raise ZeroDivisionError("harbour")

    monkeypatch.setattr(batch, "extract_page", fail)
    (failed,) = extract_batch([JOB])
    assert isinstance(failed, Failed)
    assert failed.kind == "ZeroDivisionError"


@given(st.binary(max_size=300) | st.text("<>/div p=\"'!-[a&;#x\x00é", max_size=200).map(str.encode))
def test_any_bytes_give_a_value(body: bytes) -> None:
    (answer,) = extract_batch([replace(JOB, body=body)])
    assert isinstance(answer, Article | Failed)
    assert not isinstance(answer, Failed) or answer.kind in {"NoStoryError", "ParseError"}
