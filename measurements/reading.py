"""How well exports are read: ours beside pandas, clevercsv, DuckDB and Polars, on samples and broken files.

    python measurements/reading.py            what comes out right, loud, or silently wrong
    python measurements/reading.py --speed    time and memory for 1,000,000 rows of 20 columns

The others are told the names of the score and comment columns; ours is told nothing. A result is `right` when the NPS
is that of the file before it was broken, `exact` when all rows and comments came through unchanged, `loud` when reading
failed or no score was found, and `wrong` when a number came out that is not the NPS: silently wrong.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from npsanalysis.errors import NPSError
from npsanalysis.reading.export import read_export

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

ROOT = Path(__file__).parent.parent
ROWS = 1_000_000
RUNS = 3


class File(NamedTuple):
    """A file, the truth about it, and what the other readers are told."""

    name: str
    data: bytes
    nps: float
    comments: list[str]
    score_column: str
    comment_column: str


Reading = tuple[pd.Series, pd.Series]


def score_of(values: pd.Series) -> float:
    """Compute an NPS as a notebook in a hurry does: what is a number counts."""
    numbers = pd.to_numeric(values, errors="coerce").dropna()
    return 100 * float((numbers >= 9).mean() - (numbers <= 6).mean()) if len(numbers) else math.nan


def ours(path: Path, _: File) -> Reading:
    """Read with this package, told nothing."""
    responses = read_export(path).responses
    comments = responses["comment"] if "comment" in responses else pd.Series([""] * len(responses))
    return responses["score"], comments


def pandas_default(path: Path, file: File) -> Reading:
    """Read with pandas looking for the separator."""
    return columns(pd.read_csv(path, sep=None, engine="python"), file)


def pandas_forced(path: Path, file: File) -> Reading:
    """Read with pandas, told to go on whatever happens."""
    frame = pd.read_csv(path, sep=None, engine="python", encoding_errors="replace", on_bad_lines="skip")
    return columns(frame, file)


def with_clevercsv(path: Path, file: File) -> Reading:
    """Read with clevercsv."""
    import clevercsv

    return columns(clevercsv.read_dataframe(str(path)), file)


def with_duckdb(path: Path, file: File) -> Reading:
    """Read with DuckDB."""
    import duckdb

    return columns(duckdb.read_csv(str(path)).df(), file)


def duckdb_forced(path: Path, file: File) -> Reading:
    """Read with DuckDB, told to go on whatever happens."""
    import duckdb

    return columns(duckdb.read_csv(str(path), ignore_errors=True, null_padding=True, strict_mode=False).df(), file)


def with_polars(path: Path, file: File) -> Reading:
    """Read with Polars."""
    import polars as pl

    return columns(to_pandas(pl.read_csv(path), file), file)


def polars_forced(path: Path, file: File) -> Reading:
    """Read with Polars, told to go on whatever happens."""
    import polars as pl

    frame = pl.read_csv(path, ignore_errors=True, truncate_ragged_lines=True, encoding="utf8-lossy")
    return columns(to_pandas(frame, file), file)


def to_pandas(frame: pl.DataFrame, file: File) -> pd.DataFrame:
    """Take two columns of a Polars frame; all at once, some broken headers make it panic."""
    return pd.DataFrame({name: frame[name].to_list() for name in (file.score_column, file.comment_column)})


def columns(frame: pd.DataFrame, file: File) -> Reading:
    """Take the columns that the reader was told."""
    return frame[file.score_column], frame[file.comment_column]


READERS: dict[str, Callable[[Path, File], Reading]] = {
    "npsanalysis, untold": ours,
    "pandas, sep=None": pandas_default,
    "pandas, made to work": pandas_forced,
    "clevercsv": with_clevercsv,
    "DuckDB": with_duckdb,
    "DuckDB, made to work": duckdb_forced,
    "Polars": with_polars,
    "Polars, made to work": polars_forced,
}


def samples() -> list[File]:
    """Return the bundled CSV samples with the truth about them, had by telling pandas all there is to tell."""
    told = {
        "hotels_fr.csv": {"sep": ";", "encoding": "cp1252"},
        "software_en.csv": {},
        "industry_fr.csv": {"sep": ";", "encoding": "utf-8-sig"},
        "bank_qualtrics_en.csv": {"skiprows": [1, 2]},
    }
    files = []
    for name, options in told.items():
        path = ROOT / "data" / "samples" / name
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, **options)
        score, comment = (
            next(column for column in frame if any(word in column.casefold() for word in words))
            for words in (("recomm", "q1"), ("pourquoi", "raison", "reason", "q2"))
        )
        score = "Q1" if "bank" in name else score
        numbers = pd.to_numeric(frame[score], errors="coerce")
        files.append(
            File(
                name, path.read_bytes(), score_of(numbers[numbers.between(0, 10)]), list(frame[comment]), score, comment
            )
        )
    return files


def broken() -> list[File]:
    """Return the corrupted files of the tests."""
    sys.path.insert(0, str(ROOT / "tests"))
    import test_corruptions as source

    comments = [row[3] for row in source.ROWS]
    return [
        File(name, case.data, case.nps, source.CHANGED.get(name, comments), source.HEADER[2], source.HEADER[3])
        for name, case in source.CASES.items()
        if name not in source.TOLD
    ]


def judge(reader: Callable[[Path, File], Reading], file: File, folder: Path) -> tuple[str, bool]:
    """Return `right`, `loud` or `wrong`, and whether rows and comments are exact."""
    path = folder / "export.csv"
    path.write_bytes(file.data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scores, comments = reader(path, file)
    except NPSError:
        return "loud", False
    except Exception:  # noqa: BLE001 -- whatever another library raises is loud
        return "loud", False
    nps = score_of(scores)
    if math.isnan(nps):
        return "loud", False
    exact = comments.fillna("").astype(str).tolist() == [str(each) for each in file.comments]
    return ("right" if abs(nps - file.nps) < 0.01 else "wrong"), exact


def compare() -> None:
    """Print the table of what comes out."""
    for title, files in (("samples", samples()), ("broken files", broken())):
        print(f"\n{title}: {len(files)}\n")
        print(f"{'reader':24}{'right':>8}{'exact':>8}{'loud':>8}{'wrong':>8}   silently wrong on")
        with tempfile.TemporaryDirectory() as folder:
            for name, reader in READERS.items():
                outcomes = {file.name: judge(reader, file, Path(folder)) for file in files}
                count = {
                    what: sum(each == what for each, _ in outcomes.values()) for what in ("right", "loud", "wrong")
                }
                exact = sum(exact for _, exact in outcomes.values())
                wrong = "; ".join(file for file, (each, _) in outcomes.items() if each == "wrong")
                print(f"{name:24}{count['right']:8}{exact:8}{count['loud']:8}{count['wrong']:8}   {wrong[:90]}")


def make_large(path: Path) -> None:
    """Write a survey of a million rows and twenty columns."""
    rng = np.random.default_rng(1)
    texts = np.array(
        ["Great service and friendly staff", "Slow, and dear", "", 'It "crashed" twice', "ok", "Livraison rapide"]
    )
    frame = {
        "response_id": np.char.add("R", np.arange(ROWS).astype(str)),
        "How likely are you to recommend us?": rng.integers(0, 11, ROWS),
        "Why?": texts[rng.integers(0, len(texts), ROWS)],
        "submitted_at": (
            pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365 * 86_400, ROWS), unit="s")
        ).strftime("%Y-%m-%d %H:%M:%S"),
        "weight": rng.random(ROWS).round(3) + 0.2,
        "amount": rng.random(ROWS) * 1000,
        "country": np.array(["FR", "DE", "US", "UK"])[rng.integers(0, 4, ROWS)],
    }
    frame |= {f"driver_{k}": rng.integers(1, 6, ROWS) for k in range(8)}
    frame |= {f"group_{k}": np.array(["Alpha", "Beta", "Gamma"])[rng.integers(0, 3, ROWS)] for k in range(5)}
    pd.DataFrame(frame).to_csv(path, index=False)


TIMED = """
import resource, sys, time
import pandas as pd
from npsanalysis.reading.export import read_export
import io; read_export(io.BytesIO(b"nps,why\\n9,fine\\n"))
before, started = time.process_time(), time.perf_counter()
kept = {call}
took, used = time.perf_counter() - started, time.process_time() - before
print(took, used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measure_speed() -> None:
    """Print time and peak memory beside `pandas.read_csv(dtype=str)`, the least of several runs each."""
    calls = {"pandas.read_csv": "pd.read_csv(sys.argv[1], dtype=str)", "read_export": "read_export(sys.argv[1])"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        make_large(path)
        found: dict[str, list[list[float]]] = {name: [] for name in calls}
        for _ in range(RUNS):
            for name, call in calls.items():
                done = subprocess.run(
                    [sys.executable, "-c", TIMED.format(call=call), str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                found[name].append([float(each) for each in done.stdout.split()])
    print(f"\n{'':18}{'seconds':>10}{'CPU s':>10}{'peak MB':>10}")
    least = {name: np.min(runs, axis=0) for name, runs in found.items()}
    for name, values in least.items():
        print(f"{name:18}{values[0]:10.2f}{values[1]:10.2f}{values[2]:10.0f}")
    ratio = least["read_export"] / least["pandas.read_csv"]
    print(f"{'ratio':18}{ratio[0]:10.2f}{ratio[1]:10.2f}{ratio[2]:10.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", action="store_true", help="time and memory instead of correctness")
    if parser.parse_args().speed:
        measure_speed()
    else:
        compare()
