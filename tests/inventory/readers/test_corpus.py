"""Every file of the corpus comes to exactly what it must, in little memory and time, and leaves nothing behind."""

import io
import os
import re
import resource
import tempfile
from pathlib import Path

import pytest

from app.errors import AppError
from app.inventory.readers.opening import open_sheet
from app.settings import Settings
from tests.inventory.readers.corpus import Case, corpus

CORPUS = corpus()
MOST_KB = 512 * 1024
MOST_S = 15


def test_there_are_many_and_each_has_its_name() -> None:
    assert len(CORPUS) >= 150
    assert len({case.name for case in CORPUS}) == len(CORPUS)


def outcome(case: Case, body: bytes) -> tuple[str | None, str, int, dict[str, str], list[str]]:
    """What came of it: error code and text, or the number of rows, the first row, and the findings."""
    try:
        sheet = open_sheet(io.BytesIO(body), Settings(**case.limits), case.options)
        rows, first = 0, {}
        for batch in sheet.batches:
            assert {len(column) for column in batch.columns} == {len(batch.numbers)}
            if not rows:
                first = dict(zip(sheet.header, (column[0] for column in batch.columns), strict=True))
            rows += len(batch.numbers)
    except AppError as error:
        return error.code, error.detail, 0, {}, []
    return None, "", rows, first, [finding.code for finding in sheet.findings]


def work_s() -> float:
    """Processor seconds of this process and its ended children: a busy machine is no fault of a reader."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_every_file_comes_to_what_it_must(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    body = case.make()
    before_kb, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, work_s()
    error, said, rows, first, codes = outcome(case, body)
    assert list(tmp_path.iterdir()) == []
    assert error == case.error, said or rows
    assert re.search(case.says, said), said
    assert rows == case.rows
    assert sorted(codes) == sorted(case.codes)
    assert {header: first.get(header) for header in case.cells} == case.cells
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < MOST_KB
    assert work_s() - began < MOST_S
