"""What an audit says to a person: one sentence a code, in English or in French."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from npsanalysis.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from npsanalysis.reading.table import Source

SENTENCES: Mapping[str, str] = MappingProxyType({
    # What may change the score stands first.
    "second_recommendation_question": mark(
        "A second recommendation question was left aside: {detail}; score= takes it instead."
    ),
    "scale_reversed": mark("The scale of “{where}” seems to run backwards ({detail}); nothing was turned round."),
    "labels_disagree": mark("The categories in “{where}” disagree with the scores in {n} rows: {detail}."),
    "score_column_guessed": mark("“{where}” was taken for the score: a guess, {detail}."),
    "score_column_found": mark("“{where}” is the score: {detail}."),
    "score_invalid": mark("Scores off the scale or unreadable in “{where}”, set to missing: {n} ({detail})."),
    "score_missing": mark("Rows without a score, kept but in no score: {n}."),
    "score_missing_words": mark("Of these, words for missing: {n} ({detail})."),
    "score_labelled": mark("Scores read from labelled cells such as {detail}: {n}."),
    "score_decimals": mark("Scores with decimals, classed unrounded (6.5 and 8.9 are passives): {n}."),
    "scale_from_one": mark("No answer in “{where}” is 0: the scale may begin at 1; nothing was rescaled."),
    "encoding_doubtful": mark("The encoding is doubtful: read as {detail}; encoding= names another."),
    "encoding_guessed": mark("The encoding was taken for {detail}."),
    "mixed_encoding_repaired": mark("The file mixes UTF-8 and cp1252; pieces repaired: {n} (lines {where})."),
    "cp850_repaired": mark("Letters of the old DOS code page repaired: {n} (lines {where})."),
    "undecodable_replaced": mark("Characters that could not be decoded, replaced by �: {n}."),
    "nul_bytes_removed": mark("NUL bytes removed: {n} (lines {where})."),
    "separator_told": mark("The file names its separator itself: “{detail}”."),
    "separator_close": mark("The separator was a close call with {detail}."),
    "lines_unwrapped": mark("Every line stood in quotes as a whole; they were taken off."),
    "unbalanced_quote": mark("Records with an unbalanced quote, read without quoting: {n} (lines {where})."),
    "long_rows_excluded": mark("Records with too many cells, left out: {n} (lines {where})."),
    "long_rows_cut": mark("Records with blank cells too many: {n} (lines {where})."),
    "short_rows": mark("Records with too few cells, kept with blanks: {n} (lines {where})."),
    "sheet_chosen": mark("The sheet “{where}” was read; there are others: {detail}."),
    "sheets_hidden": mark("Hidden sheets were not read: {detail}."),
    "merged_header_cells": mark("Merged header cells were repeated across their columns."),
    "filter_active": mark("A filter hides rows in the workbook; all rows were read."),
    "preamble": mark("Rows above the header: {n} ({detail})."),
    "no_header": mark("The file has no header; its columns were numbered."),
    "header_layout": mark("The header takes {n} rows, in the layout {detail}."),
    "total_rows": mark("Total or average rows left out: {n} (rows {where}: {detail})."),
    "total_rows_kept": mark("Rows that may be totals, kept: {n} (rows {where}: {detail}); drop them if they are."),
    "footer_rows": mark("Footer rows left out: {n} (rows {where}: {detail})."),
    "repeated_header": mark("Repeated header rows left out: {n} (rows {where})."),
    "blank_rows": mark("Blank rows left out: {n} (rows {where})."),
    "duplicates_excluded": mark("Exact repetitions of a response left out: {n} (rows {where})."),
    "duplicates": mark("Rows equal to an earlier one, kept: {n} (rows {where}); drop them if they are no chance."),
    "test_rows": mark("Previews or tests, kept: {n} (rows {where}); drop them if they are no responses."),
    "partial_rows": mark("Unfinished responses, kept: {n} (rows {where})."),
    "user_missing": mark("Codes declared missing in “{where}”: {n} ({detail})."),
    "na_marks_missing": mark("The file has no blank cell and writes NA: {n} read as missing."),
    "na_unquoted": mark("Unquoted NA in a file that quotes its texts, read as missing: {n}."),
    "date_column_chosen": mark("“{where}” is the date; other date columns: {detail}."),
    "date_order_guessed": mark("Day and month in “{where}” could be either way, read as {detail}."),
    "date_order_mixed": mark("Day and month stand in both orders in “{where}”: {n} rows are at odds with the others."),
    "date_serials": mark("Dates in “{where}” given as day numbers (counted from {detail}): {n}."),
    "date_invalid": mark("Dates in “{where}” that could not be read, set to missing: {n} ({detail})."),
    "weight_invalid": mark("Weights in “{where}” that are no positive number: {n} ({detail})."),
    "response_id_repeated": mark("“{where}” repeats {n} values, so rows are named by their number."),
    "comments_found": mark("Open questions kept apart: {detail}."),
    "no_content_comments": mark("Comments in “{where}” that say nothing (“ras”, “none”…), kept: {n}."),
    "contacts_apart": mark("Personal columns kept apart from the responses: {detail}."),
})  # fmt: skip
"""A sentence a finding, the most important first: the order of an audit."""

DETAILS: Mapping[str, str] = MappingProxyType({
    "asks_to_recommend": mark("its question asks to recommend"),
    "called_nps": mark("it is called NPS"),
    "matches_labels": mark("it agrees with the categories in the file"),
    "plain_name": mark("the only column from 0 to 10, but nothing says what was asked"),
    "named_by_caller": mark("named by you"),
})  # fmt: skip
"""Details that are codes rather than texts of the file."""


def describe_audit(audit: pd.DataFrame, lang: str = "en") -> list[str]:
    """Say each finding of an audit in a sentence.

    Parameters
    ----------
    audit
        Of an `Export`: columns `what, where, count, done, detail`.
    lang
        `en` or `fr`.
    """
    findings = zip(audit["what"], audit["where"], audit["count"], audit["detail"], strict=True)
    return [
        say(
            SENTENCES[what],
            lang,
            n=int(n),
            where=where,
            detail=say(DETAILS[detail], lang) if detail in DETAILS else detail,
        )
        for what, where, n, detail in findings
    ]


def describe_source(source: Source, lang: str) -> str:
    """Say what was read, in a sentence."""
    parts = [source.format, source.encoding]
    if source.separator:
        sign = say("tab", lang) if source.separator == "\t" else source.separator
        parts.append(say("separator “{sign}”", lang, sign=sign))
    if source.sheet:
        parts.append(say("sheet “{sheet}”", lang, sheet=source.sheet))
    how = ", ".join(part for part in parts if part)
    return say("{name}: {rows} rows read ({how}).", lang, name=source.name or "–", rows=source.rows, how=how)
