"""How an upload stands is said in the same words everywhere."""

from app.inventory.statuses import STATUS_WORDS, within_sentence
from app.models.upload import UPLOAD_STATUSES
from app.routers.manage_verdict import STATUS


def test_every_status_has_its_words() -> None:
    assert tuple(STATUS_WORDS) == UPLOAD_STATUSES
    assert {status: words for status, (words, _) in STATUS.items()} == STATUS_WORDS


def test_words_within_a_sentence() -> None:
    assert within_sentence("applied") == "published"
    assert within_sentence("abandoned") == "given up"
