"""What counting by group costs on big tables: ours, the same query written by hand, and NumPy's floor.

Run `python measurements/scale.py` (10 million rows, 4 keys), or name sizes and engines:
`python measurements/scale.py --rows 1e6 1e7 3e7 --engines polars duckdb`. Each measurement runs in a process of its
own, whose peak memory is read when it ends (that of Java, for Spark, is not seen). PySpark is installed for
this measurement only: `pip install pyspark`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = ["country", "channel", "plan", "month"]
LEVELS = (20, 5, 4, 12)
ENGINES = ("numpy", "pandas", "polars", "polars-stream", "duckdb", "pyspark")
REPEATS = 5


def make_table(rows: int, path: Path) -> None:
    """Write invented responses: a score and four keys, small whole numbers."""
    rng = np.random.default_rng(0)
    with pq.ParquetWriter(path, pa.schema([("score", pa.uint8()), *((key, pa.uint8()) for key in KEYS)])) as writer:
        for start in range(0, rows, 1_000_000):
            n = min(1_000_000, rows - start)
            columns = [rng.integers(0, top, n, dtype=np.uint8) for top in (11, *LEVELS)]
            writer.write_table(pa.table(dict(zip(["score", *KEYS], columns, strict=True))))


def numpy_tasks(path: Path) -> dict[str, Callable[[], Any]]:
    """Count with bincount on one packed code: the floor."""
    table = pq.read_table(path)
    columns = [table[name].to_numpy() for name in (*KEYS, "score")]

    def by_hand() -> Any:  # noqa: ANN401 -- whatever the engine returns
        code = columns[0].astype(np.uint32)
        for column, top in zip(columns[1:], (*LEVELS[1:], 11), strict=True):
            code = code * top + column
        return np.bincount(code)

    return {"by hand": by_hand}


def pandas_tasks(path: Path) -> dict[str, Callable[[], Any]]:
    """Count with pandas, all in memory."""
    import pandas as pd

    from npsanalysis import count_scores

    frame = pd.read_parquet(path)
    return {
        "by hand": lambda: frame.groupby([*KEYS, "score"], dropna=False, sort=False).size().reset_index(),
        "ours": lambda: count_scores(frame, KEYS),
    }


def polars_tasks(path: Path, *, stream: bool) -> dict[str, Callable[[], Any]]:
    """Count with Polars, in memory or streaming from the file."""
    import polars as pl

    from npsanalysis import count_scores

    if stream:
        pl.Config.set_engine_affinity("streaming")
        frame: Any = pl.scan_parquet(path)
    else:
        frame = pl.read_parquet(path)
    return {
        "by hand": lambda: frame.lazy().group_by(*KEYS, "score").len().collect().to_pandas(),
        "ours": lambda: count_scores(frame, KEYS),
    }


def duckdb_tasks(path: Path) -> dict[str, Callable[[], Any]]:
    """Count with DuckDB, from the file."""
    import duckdb

    from npsanalysis import count_scores

    connection = duckdb.connect()
    names = ", ".join([*KEYS, "score"])
    query = f"select {names}, count(*) as n from read_parquet('{path}') group by {names}"
    return {
        "by hand": lambda: connection.sql(query).df(),
        "ours": lambda: count_scores(connection.read_parquet(str(path)), KEYS),
    }


def pyspark_tasks(path: Path) -> dict[str, Callable[[], Any]]:
    """Count with Spark on this machine, from the file."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    from npsanalysis import count_scores

    session = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    frame = session.read.parquet(str(path))
    return {
        "by hand": lambda: frame.groupBy(*KEYS, "score").count().toPandas(),
        "ours": lambda: count_scores(frame, KEYS),
    }


TASKS: dict[str, Callable[[Path], dict[str, Callable[[], Any]]]] = {
    "numpy": numpy_tasks,
    "pandas": pandas_tasks,
    "polars": lambda path: polars_tasks(path, stream=False),
    "polars-stream": lambda path: polars_tasks(path, stream=True),
    "duckdb": duckdb_tasks,
    "pyspark": pyspark_tasks,
}


def measure(engine: str, way: str, path: Path) -> dict[str, float]:
    """Time one way of one engine in this process: the best of a few runs."""
    task = TASKS[engine](path)[way]
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        result = task()
        times.append(perf_counter() - start)
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": min(times), "peak_mb": usage / 1024, "groups": len(result)}


def print_engine(engine: str, path: Path, rows: int) -> None:
    """Measure the ways of an engine, each in a process of its own, and print a line."""
    found = {}
    for way in ("by hand", *([] if engine == "numpy" else ["ours"])):
        command = [sys.executable, __file__, "--one", engine, way, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{engine:14} failed: {done.stderr.strip().splitlines()[-1]}")
            return
        found[way] = json.loads(done.stdout.strip().splitlines()[-1])
    hand, ours = found["by hand"], found.get("ours")
    if ours and ours["groups"] != hand["groups"]:
        print(f"{engine:14} counts otherwise than by hand: {ours['groups']} cells, not {hand['groups']}")
    line = f"{engine:14}{rows:>12,}{hand['seconds']:>10.3f}"
    if ours:
        ratio = ours["seconds"] / hand["seconds"]
        line += f"{ours['seconds']:>10.3f}{ratio:>8.2f}{hand['peak_mb']:>11,.0f}{ours['peak_mb']:>11,.0f}"
    else:
        line += f"{'':>18}{hand['peak_mb']:>11,.0f}"
    print(line, flush=True)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="+", type=float, default=[1e7])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        engine, way, path = options.one
        print(json.dumps(measure(engine, way, Path(path))))
        return
    print(f"{'engine':14}{'rows':>12}{'hand s':>10}{'ours s':>10}{'ratio':>8}{'hand MB':>11}{'ours MB':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for rows in (int(each) for each in options.rows):
            path = Path(folder) / f"{rows}.parquet"
            make_table(rows, path)
            for engine in options.engines:
                if engine == "pyspark" and find_spec("pyspark") is None:
                    print("pyspark is not installed: pip install pyspark")
                    continue
                print_engine(engine, path, rows)


if __name__ == "__main__":
    main()
