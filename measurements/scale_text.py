"""What labelling comments costs through Spark, beside one process: `classify_statements` batch in, batch out.

Run `python measurements/scale_text.py` (20,000 statements, quality fast), or name number, quality and cores:
`python measurements/scale_text.py --statements 1e5 --quality standard --cores 2`. Spark hands each worker an iterator
of batches (`pandas_udf`), so that the model is loaded once a worker; both ways run a first time unmeasured, and the
labels of both must be identical. PySpark and Java are installed for this measurement only: `pip install pyspark`.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Iterator  # noqa: TC003 -- Spark reads the annotations of a pandas_udf
from time import perf_counter
from typing import Any

import pandas as pd

from npsanalysis import classify_statements, read_corpus, split_comments
from npsanalysis.comments.default import STRENGTHS


def make_statements(n: int) -> pd.DataFrame:
    """Return the statements of the bundled corpus, repeated to a number of them."""
    comments = pd.concat([read_corpus(lang).drop_duplicates("comment_id")[["comment"]] for lang in ("fr", "en")])
    statements = split_comments(comments)[["text", "lang"]]
    repeated = pd.concat([statements] * (n // len(statements) + 1), ignore_index=True).head(n)
    return repeated.sample(frac=1, random_state=0, ignore_index=True)


def label_plainly(statements: pd.DataFrame, quality: str) -> list[str]:
    """Label in this process."""
    return classify_statements(statements, quality=quality)["label"].fillna("").tolist()


def spark_frame(statements: pd.DataFrame, cores: int) -> Any:  # noqa: ANN401 -- Spark's frame
    """Hand statements over to Spark, in as many parts as there are cores."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    session = SparkSession.builder.master(f"local[{cores}]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    numbered = statements.astype(object).assign(number=range(len(statements)))
    return session.createDataFrame(numbered).repartition(cores).cache()


def label_by_spark(frame: Any, quality: str) -> list[str]:  # noqa: ANN401 -- Spark's frame
    """Label in Spark's workers."""
    from pyspark.sql.functions import pandas_udf

    def label(batches: Iterator[tuple[pd.Series, pd.Series]]) -> Iterator[pd.Series]:
        for text, lang in batches:
            statements = pd.DataFrame({"text": text, "lang": lang})
            yield classify_statements(statements, quality=quality)["label"].astype(object)

    labelled = frame.withColumn("label", pandas_udf(label, "string")("text", "lang"))
    return labelled.select("number", "label").toPandas().sort_values("number")["label"].fillna("").tolist()


def main() -> None:
    """Measure and print a table."""
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=float, default=2e4)
    parser.add_argument("--quality", choices=list(STRENGTHS), default="fast")
    parser.add_argument("--cores", type=int, default=2)
    options = parser.parse_args()
    statements = make_statements(int(options.statements))
    frame = spark_frame(statements, options.cores)
    ways = {
        "one process": lambda: label_plainly(statements, options.quality),
        f"Spark local[{options.cores}]": lambda: label_by_spark(frame, options.quality),
    }
    labels, seconds = {}, {}
    print(f"{'way':16}{'statements':>12}{'seconds':>10}{'a second':>12}{'ratio':>8}")
    for name, way in ways.items():
        way()
        start = perf_counter()
        labels[name] = way()
        seconds[name] = perf_counter() - start
        speed, ratio = len(statements) / seconds[name], seconds["one process"] / seconds[name]
        print(f"{name:16}{len(statements):>12,}{seconds[name]:>10.2f}{speed:>12,.0f}{ratio:>8.2f}", flush=True)
    one, other = labels.values()
    different = sum(a != b for a, b in zip(one, other, strict=True))
    print("labels identical" if not different else f"{different:,} labels differ")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
