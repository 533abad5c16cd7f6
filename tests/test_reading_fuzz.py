"""Whatever the bytes and the cells, only an NPSError may come out, and soon."""

# ruff: noqa: E501 -- lines of files are as long as they are

from __future__ import annotations

import contextlib
import io
import time
import warnings

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from npsanalysis import read_export
from npsanalysis.errors import NPSError

LONGEST = 5.0
"""Seconds of work that no file of a few kB may take."""

HEADERS = st.sampled_from(
    ["nps", "score", "Pourquoi ?", "date", "Date de réponse", "weight", "id", "email", "Would you recommend us?", "", "NPS group",
     "Status", "Finished", "Progress", "<b>note</b>", "#", "comment", "score (source)", '{"ImportId":"x"}', "total", "Horodateur"]
)  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=12),
    st.integers(-200, 200).map(str),
    st.floats().map(str),
    st.sampled_from(
        ["", "NA", "10 - sure", "9/10", "7,5", "1e999", "٣", "９", "\u200b", "=1+1", "Total", "promoter", "2024-02-30", "31/12/99",
         "12/13/2024 25:61", "99999", "1.5", '"', "\n", ",", ";", "\t", "\r", "\x00", "1,234,567.8", "1" * 400, "²", "½", "true",
         "1er août 2023", "2024-01-01T00:00:00+99:99", "10000000000", "-0", "+", "1,2,3", "a@b.c", "１/１０"]
    ),
)  # fmt: skip
BYTES = st.one_of(
    st.binary(max_size=400),
    st.lists(st.sampled_from([b'"', b",", b";", b"\n", b"\r", b"\t", b"nps", b"10", b"\xff", b"\xc3\xa9", b"\x00", b"sep=", b"NA",
                              b"\xef\xbb\xbf", b"PK\x03\x04", b"<table>", b"{", b"[", b"}", b":", b"\x82"]), max_size=60).map(b"".join),
)  # fmt: skip
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def survives(source: object, **options: object) -> None:
    started = time.process_time()
    with contextlib.suppress(NPSError), warnings.catch_warnings():
        warnings.simplefilter("error")
        export = read_export(source, **options)
        for lang in ("en", "fr"):
            assert export.report(lang)
        assert export.responses["score"].dropna().between(0, 10).all()
        assert export.responses["response_id"].is_unique
        assert export.responses.columns.is_unique
    assert time.process_time() - started < LONGEST


@QUIET
@given(BYTES)
def test_any_bytes(data: bytes) -> None:
    survives(io.BytesIO(data))


@QUIET
@given(BYTES)
def test_any_bytes_below_a_header(data: bytes) -> None:
    survives(io.BytesIO(b"How likely are you to recommend us?,why\n10,fine\n3,\n" + data))


@QUIET
@given(st.lists(HEADERS, min_size=1, max_size=6).flatmap(
    lambda header: st.tuples(st.just(header), st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=14))
))  # fmt: skip
def test_any_cells_in_a_file(table: tuple[list[str], list[list[str]]]) -> None:
    header, rows = table
    text = "\n".join(",".join(row) for row in [header, *rows])
    survives(io.BytesIO(text.encode("utf-8", errors="replace")))
    survives(io.BytesIO(text.encode("utf-8", errors="replace")), score=header[0], scale=(0, 10))


@QUIET
@given(st.lists(HEADERS, min_size=1, max_size=6).flatmap(
    lambda header: st.tuples(
        st.just(header),
        st.lists(st.lists(st.one_of(CELLS, st.none(), st.floats(), st.integers(), st.booleans(), st.datetimes()),
                          min_size=len(header), max_size=len(header)), max_size=14),
    )
))  # fmt: skip
def test_any_cells_in_a_frame(table: tuple[list[str], list[list[object]]]) -> None:
    header, rows = table
    survives(pd.DataFrame(rows, columns=header, dtype=object))


def test_a_file_of_quotes_is_read_in_bounded_time() -> None:
    survives(io.BytesIO(b"nps,why\n" + b'9,"open\n' * 20_000))
    survives(io.BytesIO(b"nps,why\n" + b'"' * 100_000))
    survives(io.BytesIO(b"nps,why\n" + b'9,"a""b\n' * 20_000))
    survives(io.BytesIO(b"nps,why\n" + (b'9,"open\n' * 250 + b'9,"shut"\n') * 80))
