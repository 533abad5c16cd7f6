"""A clean survey put through what happens to survey files: the NPS, n and the audit must tell the truth each time.

The survey: 60 answers, three times 11 promoters, 5 passives, 4 detractors of 20: NPS = 100 * (33 - 12) / 60 = +35.
"""

# ruff: noqa: E501 -- lines of files are as long as they are

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pandas as pd
import pytest

from npsanalysis import nps, read_export
from npsanalysis.errors import NoScoreColumnError, ReadingError

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = [
    "Id réponse",
    "Date de réponse",
    "Recommanderiez-vous notre magasin à un ami ?",
    "Pourquoi cette note ?",
    "Ville",
]
SCORES = [10, 9, 8, 10, 7, 10, 6, 9, 10, 8, 10, 4, 9, 10, 7, 10, 2, 8, 10, 0] * 3
TEXTS = [
    "Accueil chaleureux, très bon conseil",
    "L'attente en caisse était longue",
    "Prix élevés ; choix réduit",
    "",
    "ras",
]
ROWS = [
    [
        f"R{k:04d}",
        (dt.date(2024, 3, 1) + dt.timedelta(days=k)).isoformat(),
        str(score),
        f"{TEXTS[k % 5]} ({k})" if k % 5 < 3 else TEXTS[k % 5],
        ["Lyon", "Lille", "Nantes"][k % 3],
    ]
    for k, score in enumerate(SCORES)
]
N, NPS = 60, 35.0


def quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in (separator, '"', "\n", "\r")) else cell


def written(rows: list[list[str]], separator: str = ",", end: str = "\n", header: list[str] | None = None) -> str:
    return "".join(separator.join(quoted(cell, separator) for cell in row) + end for row in [header or HEADER, *rows])


def with_scores(change: Callable[[int, str], str]) -> str:
    return written([[*row[:2], change(k, row[2]), *row[3:]] for k, row in enumerate(ROWS)])


def replaced(texts: dict[int, str], column: int = 2) -> list[list[str]]:
    rows = [list(row) for row in ROWS]
    for k, text in texts.items():
        rows[k][column] = text
    return rows


def line_of(text: str, k: int, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    lines[k] = change(lines[k])
    return "\n".join(lines)


class Case(NamedTuple):
    """A corrupted file and what must come of it."""

    data: bytes
    what: str = ""
    count: int = 0
    n: int = N
    nps: float = NPS
    rows: int = N


CLEAN = written(ROWS)
TOTAL = ["Moyenne", "", "7.85", "", ""]

CASES = {
    "clean": Case(CLEAN.encode()),
    "utf-8 with mark": Case(CLEAN.encode("utf-8-sig")),
    "utf-16 with tabs": Case(written(ROWS, "\t").encode("utf-16")),
    "utf-16 without mark": Case(written(ROWS, "\t").encode("utf-16-le")),
    "utf-16 big-endian without mark": Case(written(ROWS, "\t").encode("utf-16-be")),
    "utf-32": Case(CLEAN.encode("utf-32")),
    "sep= line": Case(("sep=;\r\n" + written(ROWS, ";", "\r\n")).encode(), "separator_told", 1),
    "cp1252 with semicolons": Case(written(ROWS, ";", "\r\n").encode("cp1252"), "encoding_guessed", 1),
    "pipes": Case(written(ROWS, "|").encode()),
    "utf-8 and cp1252 mixed": Case(
        (written(ROWS[:40]).encode() + written(ROWS[40:]).split("\n", 1)[1].encode("cp1252")), "mixed_encoding_repaired", 20
    ),
    "cp850 inside cp1252": Case(
        written(ROWS[:40]).encode("cp1252") + written(ROWS[40:]).split("\n", 1)[1].encode("cp850"), "cp850_repaired", 20
    ),
    "NUL bytes": Case(CLEAN.replace("Lyon", "Ly\0on", 3).encode(), "nul_bytes_removed", 3),
    "CR only": Case(written(ROWS, ",", "\r").encode()),
    "mixed line ends": Case((written(ROWS[:30]) + written(ROWS[30:], end="\r\n").split("\r\n", 1)[1]).encode()),
    "short row": Case(line_of(CLEAN, 5, lambda line: line.rsplit(",", 3)[0].split(",")[0] + ",x").encode(), "short_rows", 1, 59, 35.593),
    "long row with blanks": Case(line_of(CLEAN, 5, lambda line: line + ",,,").encode(), "long_rows_cut", 1),
    "long row with cells": Case(
        line_of(CLEAN, 4, lambda line: line + ",more,cells").encode(), "long_rows_excluded", 1, 59, 33.898, 59
    ),
    "newline, separator and quotes in a comment": Case(written(replaced({3: 'Bien,\nmais "cher"\r\net loin'}, 3)).encode()),
    "unbalanced quote": Case(
        line_of(CLEAN, 8, lambda line: line.replace("L'attente", '"L attente')
                .replace("Prix", '"Prix')).encode(), "unbalanced_quote", 1
    ),
    "lone quotes inside a quoted comment": Case(
        line_of(CLEAN, 4, lambda line: line.replace(",,", ',"un "bon" choix",')).encode()
    ),
    "average row": Case(written([*ROWS, TOTAL]).encode(), "total_rows", 1),
    "total row beyond the scale": Case(written([*ROWS, ["Total", "", "471", "", ""]]).encode(), "total_rows", 1),
    "total and average rows": Case(written([*ROWS, ["Total", "", "471", "", ""], TOTAL]).encode(), "total_rows", 2),
    "average row without a word": Case(written([*ROWS, ["", "", "7.85", "", ""]]).encode(), "total_rows", 1),
    "title lines": Case(("Enquête magasin\nExport du 3 mai 2024\n\n" + CLEAN).encode(), "preamble", 3),
    "footer line": Case((CLEAN + "\nExport produit le 3 mai 2024 par le service client\n").encode(), "footer_rows", 1),
    "labelled ends": Case(
        with_scores(lambda _, s: {"10": "10 - Très probable", "0": "0 - Pas du tout probable"}.get(s, s)).encode(),
        "score_labelled", 27,
    ),
    "labels before the number": Case(
        with_scores(lambda _, s: {"10": "Extremely likely - 10", "0": "Not at all likely - 0"}.get(s, s)).encode(),
        "score_labelled", 27,
    ),
    "9/10": Case(with_scores(lambda _, s: f"{s}/10").encode(), "score_labelled", 60),
    "decimal commas": Case(written([[*r[:2], f"{r[2]},0", *r[3:]] for r in ROWS], ";").encode()),
    "floats": Case(with_scores(lambda _, s: f"{s}.0").encode()),
    # 6.5 and 8.9 are passives: a 6 and a 9 become passives, NPS = 100 * (32 - 11) / 60
    "decimals": Case(written(replaced({6: "6.5", 1: "8.9"})).encode(), "score_decimals", 2),
    # rows 0, 1, 3, 5 were promoters: NPS = 100 * (29 - 12) / 56
    "words for missing": Case(
        written(replaced({0: "N/A", 1: "Sans réponse", 3: "-", 5: "NSP"})).encode(), "score_missing_words", 4, 56, 30.357
    ),
    "codes off the scale": Case(
        written(replaced({0: "99", 1: "98", 3: "-1", 5: "11"})).encode(), "score_invalid", 4, 56, 30.357
    ),
    "redacted": Case(written(replaced({0: "*redacted*"})).encode(), "score_invalid", 1, 59, 33.898),
    "spaces of all kinds": Case(with_scores(lambda k, s: ["\u00a0", "\u202f", "\u200b", "\ufeff"][k % 4] + s + " ").encode()),
    "full-width digits": Case(with_scores(lambda _, s: "".join(chr(ord(d) + 0xFEE0) for d in s)).encode()),
    "Arabic digits": Case(with_scores(lambda _, s: "".join(chr(ord(d) - 48 + 0x660) for d in s)).encode()),
    "exact duplicates with an id": Case(written([*ROWS, *ROWS[:5]]).encode(), "duplicates_excluded", 5),
    "duplicate column names": Case(
        written([[*row, "x"] for row in ROWS], header=[*HEADER, "Ville"]).encode()
    ),
    "blank rows": Case(written([*ROWS[:9], [""] * 5, [" "] * 5, *ROWS[9:]]).encode(), "blank_rows", 2),
    "repeated header": Case(written([*ROWS[:30], HEADER, *ROWS[30:]]).encode(), "repeated_header", 1),
    "no header at all": Case(
        written([[row[0], row[2]] for row in ROWS[1:]], header=[ROWS[0][0], ROWS[0][2]]).encode(), "no_header", 1
    ),
    "all in quotes, NA bare": Case(
        ("\n".join(",".join(cell if j == 2 or cell == "NA" else f'"{cell}"' for j, cell in enumerate(row))
                   for row in [[h if j != 2 else f'"{h}"' for j, h in enumerate(HEADER)],
                               *replaced({3: "NA", 8: "NA"}, 3)])).encode(), "na_unquoted", 2
    ),
    "spaces between cells and row names, as R writes them": Case(
        "".join(" ".join(f'"{cell}"' for cell in row) + "\n"
                for row in [HEADER, *([str(k), *row] for k, row in enumerate(ROWS))]).encode()
    ),
    "every line in quotes": Case(
        "".join('"' + line.replace('"', '""') + '"\n' for line in CLEAN.rstrip("\n").split("\n")).encode(), "lines_unwrapped", 1
    ),
    "a table that writes NA everywhere": Case(
        written([[cell or "NA" for cell in row] for row in replaced({3: "NA"})]).encode(), "na_marks_missing", 13, 59, 33.898
    ),
    "html in the header": Case(
        written(ROWS, header=[*HEADER[:2], "<p>Recommanderiez-vous&nbsp;notre <b>magasin</b> ?</p>", *HEADER[3:]]).encode()
    ),
    "a label column that disagrees": Case(
        written(
            [[*row, "Promoteur" if k == 19 else "Détracteur" if int(row[2]) < 7 else "Passif" if int(row[2]) < 9 else "Promoteur"]
             for k, row in enumerate(ROWS)], header=[*HEADER, "NPS"]).encode(), "labels_disagree", 1
    ),
    "labels of the reversed scale": Case(
        written(
            [[*row, "Détracteur" if 10 - int(row[2]) < 7 else "Passif" if 10 - int(row[2]) < 9 else "Promoteur"]
             for row in ROWS], header=[*HEADER, "NPS"]).encode(), "scale_reversed", 60
    ),
    "a question that begins with the good end": Case(
        written(ROWS, header=[*HEADER[:2], "Recommanderiez-vous (0 = certainement, 10 = jamais) ?", *HEADER[3:]]).encode(),
        "scale_reversed", 1,
    ),
    "two recommendation questions": Case(
        written([[*row, str(10 - int(row[2]))] for row in ROWS], header=[*HEADER, "Recommanderiez-vous notre site à un ami ?"]).encode(),
        "second_recommendation_question", 1,
    ),
    "scores from 1 to 10": Case(
        with_scores(lambda _, s: "1" if s in {"0", "2"} else s).encode(), "scale_from_one", 1
    ),
}  # fmt: skip


TOLD = {"no header at all": {"score": "column_2"}}
"""What the reader must be told, by case: a column without a name asks nothing."""

COMMENTS = [row[3] for row in ROWS]
CHANGED = {
    "newline, separator and quotes in a comment": [*COMMENTS[:3], 'Bien,\nmais "cher"\r\net loin', *COMMENTS[4:]],
    "lone quotes inside a quoted comment": [*COMMENTS[:3], 'un "bon" choix', *COMMENTS[4:]],
    "short row": [*COMMENTS[:4], "", *COMMENTS[5:]],
    "long row with cells": [*COMMENTS[:3], *COMMENTS[4:]],
    "unbalanced quote": [*COMMENTS[:7], COMMENTS[7].replace("Prix", '"Prix'), *COMMENTS[8:]],
}
"""The comments of the cases in which they are not those of the clean survey."""


@pytest.mark.parametrize("name", CASES)
def test_a_corrupted_text_file_gives_the_right_score(name: str) -> None:
    case = CASES[name]
    export = read_export(io.BytesIO(case.data), **TOLD.get(name, {}))
    scores = export.responses["score"]
    assert int(scores.notna().sum()) == case.n
    assert len(export.responses) == case.rows
    assert nps(scores).nps == pytest.approx(case.nps, abs=0.001)
    if case.what:
        found = export.audit.set_index("what")
        assert case.what in found.index, export.audit.to_string()
        assert found.loc[[case.what], "count"].sum() == case.count, export.audit.to_string()


@pytest.mark.parametrize("name", [name for name in CASES if name not in TOLD])
def test_the_comments_come_through_exactly(name: str) -> None:
    comments = read_export(io.BytesIO(CASES[name].data)).responses["comment"]
    assert comments.fillna("").tolist() == CHANGED.get(name, COMMENTS)


def test_an_unbalanced_quote_costs_its_own_record_only() -> None:
    responses = read_export(io.BytesIO(CASES["unbalanced quote"].data)).responses
    assert responses["comment"].fillna("").tolist()[8] == ROWS[8][3]
    assert responses["Ville"].tolist()[7:10] == [row[4] for row in ROWS[7:10]]


def workbook(rows: list[list[object]], **sheets: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    for name, others in sheets.items():
        sheet = book.create_sheet(name, 0)
        for row in others:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> io.BytesIO:
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return buffer


def typed() -> list[list[object]]:
    return [[r[0], dt.datetime.fromisoformat(r[1]), int(r[2]), r[3] or None, r[4]] for r in ROWS]


def check(export_source: object, what: str = "", **options: object) -> pd.DataFrame:
    export = read_export(export_source, **options)
    assert int(export.responses["score"].notna().sum()) == N
    assert nps(export.responses["score"]).nps == pytest.approx(NPS)
    if what:
        assert what in set(export.audit["what"]), export.audit.to_string()
    return export.responses


def test_a_workbook() -> None:
    responses = check(saved(workbook([HEADER, *typed()])))
    assert responses["date"].iloc[0] == pd.Timestamp(2024, 3, 1)
    assert responses["comment"].fillna("").tolist() == [row[3] for row in ROWS]


def test_a_helper_sheet_first_and_a_hidden_one() -> None:
    book = workbook([HEADER, *typed()], Notes=[["Lisez-moi"], ["Deux lignes"]], Secret=[HEADER, *typed()])
    book["Secret"].sheet_state = "hidden"
    check(saved(book), "sheet_chosen")
    check(saved(book), "sheets_hidden")
    check(saved(book), sheet="Secret")


def test_scores_as_texts_in_a_workbook() -> None:
    check(saved(workbook([HEADER, *[[*row[:2], str(row[2]), *row[3:]] for row in typed()]])))


@pytest.mark.parametrize(("epoch", "first"), [("1900", 45352), ("1904", 43890)])
def test_dates_as_day_numbers(epoch: str, first: int) -> None:
    book = workbook([HEADER, *[[row[0], first + k, *row[2:]] for k, row in enumerate(typed())]])
    if epoch == "1904":
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    responses = check(saved(book), "date_serials")
    # 45352 days after 1899-12-30, 43890 after 1904-01-01: both 1 March 2024
    assert responses["date"].iloc[0] == pd.Timestamp(2024, 3, 1)


def test_a_title_merged_over_the_header() -> None:
    book = workbook([["Enquête", None, None, None, None], [None] * 5, HEADER, *typed()])
    book.active.merge_cells("A1:E1")
    check(saved(book), "preamble")


def test_a_filter_hides_nothing() -> None:
    book = workbook([HEADER, *typed()])
    book.active.auto_filter.ref = "A1:E61"
    book.active.auto_filter.add_filter_column(4, ["Lyon"])
    check(saved(book), "filter_active")


@pytest.mark.parametrize("name", ["clean.xls", "clean.ods"])
def test_workbooks_of_other_programs(name: str) -> None:
    responses = check(Path(__file__).parent / "reference" / name)
    assert responses["date"].iloc[0] == pd.Timestamp(2024, 3, 1)
    assert responses["comment"].iloc[0] == ROWS[0][3]


def test_a_csv_and_an_html_table_named_xls(tmp_path: object) -> None:
    named = tmp_path / "export.xls"
    named.write_bytes(CLEAN.encode())
    check(named)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADER, *ROWS])
    named.write_text(f"<html><meta charset='utf-8'><table>{cells}</table></html>", encoding="utf-8")
    check(named)


def test_a_zipped_csv() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("export.csv", CLEAN)
    check(io.BytesIO(buffer.getvalue()))


def test_json_lines_parquet_and_frames() -> None:
    frame = pd.DataFrame(typed(), columns=HEADER)
    check(frame)
    check(
        io.BytesIO(
            frame.assign(**{HEADER[1]: frame[HEADER[1]].astype(str)}).to_json(orient="records", lines=True).encode()
        )
    )
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    check(io.BytesIO(buffer.getvalue()))


def test_spss(tmp_path: object) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    frame = pd.DataFrame({"id": [r[0] for r in ROWS], "q1": [float(s) for s in SCORES], "region": [1.0, 2.0, 3.0] * 20})
    frame = pd.concat([frame, pd.DataFrame({"id": ["X1"], "q1": [99.0], "region": [1.0]})], ignore_index=True)
    path = tmp_path / "export.sav"
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=["", "How likely are you to recommend us?", "Region"],
        variable_value_labels={
            "q1": {0: "Not at all likely", 10: "Extremely likely"},
            "region": {1: "Nord", 2: "Sud", 3: "Est"},
        },
        missing_ranges={"q1": [99]},
        variable_measure={"region": "nominal"},
    )
    responses = check(path, "user_missing")
    assert responses["region"].iloc[0] == "Nord"
    assert responses["score"].iloc[0] == 10


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (60 << 20))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (written([]).encode(), "no answers"),
        (locked(), "encrypted"),
        (bomb(), "unpacks"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"<html><body>Session expired</body></html>", "without a table"),
        (b"$FL2 broken", "SPSS"),
        (b"PAR1 broken", "Parquet"),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(ReadingError, match=told):
        read_export(io.BytesIO(data))


REFUSED = {
    "0-100": (with_scores(lambda k, s: str(int(s) * 10 - k % 7 if s != "0" else 0)), "0-100"),
    "1-5": (with_scores(lambda _, s: str(1 + int(s) * 4 // 10)), "1-5"),
    "1-7": (with_scores(lambda _, s: str(1 + int(s) * 6 // 10)), "1-7"),
    "out of five": (with_scores(lambda _, s: f"{int(s) // 2}/5"), "0-5"),
    "yes or no": (with_scores(lambda _, s: "1" if int(s) > 6 else "0"), "yes or no"),
    "satisfaction alone": (
        written(ROWS, header=[*HEADER[:2], "À quel point êtes-vous satisfait ?", *HEADER[3:]]), "does not ask"
    ),
    "several ratings": (
        written([[*row, str(10 - int(row[2]))] for row in ROWS], header=[*HEADER[:2], "note", *HEADER[3:], "score"]), "other columns"
    ),
    "all missing": (with_scores(lambda _, __: ""), "score='"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_nps_is_refused_naming_the_columns(name: str) -> None:
    text, told = REFUSED[name]
    with pytest.raises(NoScoreColumnError, match="no column can be taken") as caught:
        read_export(io.BytesIO(text.encode()))
    assert told in str(caught.value)


def test_one_plain_column_is_taken_as_a_guess() -> None:
    text = written(ROWS, header=[*HEADER[:2], "note", *HEADER[3:]])
    check(io.BytesIO(text.encode()), "score_column_guessed")


@pytest.mark.parametrize(
    ("written_as", "first"),
    [
        ("%d/%m/%Y", (2024, 3, 1)),
        ("%m/%d/%Y", (2024, 3, 1)),
        ("%d.%m.%y", (2024, 3, 1)),
        ("%Y/%m/%d %I:%M:%S %p UTC+1", (2024, 3, 1)),
        ("%d/%m/%Y %H:%M", (2024, 3, 1)),
        ("%Y%m%d", (2024, 3, 1)),
        ("%B %d, %Y", (2024, 3, 1)),
    ],
)
def test_dates_are_decided_on_the_whole_column(written_as: str, first: tuple[int, int, int]) -> None:
    rows = replaced({k: dt.date.fromisoformat(row[1]).strftime(written_as) for k, row in enumerate(ROWS)}, 1)
    responses = check(io.BytesIO(written(rows).encode()))
    assert responses["date"].iloc[0] == pd.Timestamp(*first)
    assert responses["date"].notna().all()


def test_french_month_names() -> None:
    months = {3: "mars", 4: "avr."}
    rows = replaced({k: f"{d.day}{'er' if d.day == 1 else ''} {months[d.month]} {d.year}"
                     for k, row in enumerate(ROWS) if (d := dt.date.fromisoformat(row[1]))}, 1)  # fmt: skip
    responses = check(io.BytesIO(written(rows).encode()))
    assert responses["date"].dt.strftime("%Y-%m-%d").tolist() == [row[1] for row in ROWS]


def test_long_ids_stay_texts() -> None:
    rows = replaced({k: f"{9007199254740993000 + k}" for k in range(N)}, 0)
    responses = check(io.BytesIO(written(rows).encode()))
    assert responses["response_id"].iloc[1] == "9007199254740993001"


def test_dangerous_comments_are_kept_raw() -> None:
    texts = {0: "=1+1", 1: "<script>alert(1)</script>", 2: "👍", 3: "x" * 30_000, 4: "-2+3"}
    responses = check(io.BytesIO(written(replaced(texts, 3)).encode()))
    assert responses["comment"].iloc[:5].tolist() == list(texts.values())
