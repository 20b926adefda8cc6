"""A multipart form as it streams by: the file's bytes, the fields before it, and their limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_multipart.multipart import MultipartParser

from app.errors import BadParameterError, TooLargeError
from app.routers.upload_form import FormParts

HEAD = (
    b'--x\r\nContent-Disposition: form-data; name="state"\r\n\r\nNM\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a \xc3\xa9.csv"\r\n\r\n'
)
END = b"\r\n--x--\r\n"


def parts(written: list[bytes], most: int = 1000) -> tuple[FormParts, MultipartParser]:
    made = FormParts(written.append, most, lambda _: None)
    return made, MultipartParser(b"x", made.callbacks())  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 60), max_size=8), st.binary(max_size=80))
def test_however_it_is_cut(cuts: list[int], content: bytes) -> None:
    if b"--x" in content:
        return
    written: list[bytes] = []
    form, parser = parts(written)
    body = HEAD + content + END
    for cut in cuts:
        parser.write(body[:cut])
        body = body[cut:]
    parser.write(body)
    parser.finalize()
    assert b"".join(written) == content
    assert (form.fields, form.file_name, form.found, form.whole) == ({"state": "NM"}, "a é.csv", True, True)


def test_a_bad_field_is_refused_before_the_file_is_read() -> None:
    written: list[bytes] = []

    def refuse(fields: dict[str, str]) -> None:
        assert fields == {"state": "NM"}
        raise BadParameterError

    form = FormParts(written.append, 1000, refuse)
    parser = MultipartParser(b"x", form.callbacks())  # type: ignore[arg-type]
    with pytest.raises(BadParameterError):
        parser.write(HEAD + b"content")
    assert written == []


def test_fields_have_a_limit() -> None:
    _, parser = parts([], most=10)
    with pytest.raises(TooLargeError):
        parser.write(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"y" * 11)


def test_the_second_file_is_only_a_field() -> None:
    written: list[bytes] = []
    form, parser = parts(written)
    second = b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="b"\r\n\r\nmore'
    parser.write(HEAD + b"one" + second + END)
    assert b"".join(written) == b"one"
    assert form.file_name == "a é.csv"
