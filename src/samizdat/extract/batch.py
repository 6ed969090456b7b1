"""What worker processes run: batches of plain values in, plain values out, never an exception."""

from collections.abc import Sequence

from samizdat.errors import SamizdatError
from samizdat.extract.page import PageJob, extract_page
from samizdat.model.article import Article
from samizdat.model.failed import Failed


def extract_batch(jobs: Sequence[PageJob]) -> list[Article | Failed]:
    """Return, in order, the article of every job or what went wrong with it."""
    return [_extract(job) for job in jobs]


def _extract(job: PageJob) -> Article | Failed:
    try:
        return extract_page(job)
    except SamizdatError as error:
        return Failed.from_error(error, where=job.address)
    except Exception as error:  # noqa: BLE001 - one page must not end the batch of a worker
        what = f"the page could not be read: {type(error).__name__}: {error}"
        hint = "report it with the page's address"
        return Failed(job.address, what[:300], hint, type(error).__name__)
