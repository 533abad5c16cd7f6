"""From any frame of responses to score counts: the one step that touches the big table.

Every statistic of the NPS needs the score counts within groups and nothing else, so this group-by is written once,
with narwhals, and runs where the data lives: pandas, Polars (eager or lazy), PyArrow, DuckDB, PySpark.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
import numpy as np
import pandas as pd
from pandas.api.types import is_object_dtype

from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.scale import check_on_scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    Weight = str | Literal[False] | None


def count_scores(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str | Sequence[str] | None = None,
    *,
    weight: str | None = None,
) -> pd.DataFrame:
    """Count the answers at each score value, within groups.

    Parameters
    ----------
    responses
        A frame with a column `score` (0-10; missing ones are not counted): pandas, Polars (eager or lazy), PyArrow,
        DuckDB or PySpark.
    by
        Names of the key columns. A missing key is a group of its own.
    weight
        Name of a column of positive weights; without it each answer weighs 1.

    Returns
    -------
    DataFrame
        keys…, `score, n, weight, weight_squared`, sorted; `weight` and `weight_squared` are sums.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    ScoreRangeError
        If a score lies off the 0-10 scale.
    NPSError
        If scores or weights are not numbers, or a weight is missing, infinite, zero or negative.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 10, 3], "site": ["a", "b", "b"]})
    >>> count_scores(frame, "site")
      site  score  n  weight  weight_squared
    0    a   10.0  1     1.0             1.0
    1    b    3.0  1     1.0             1.0
    2    b   10.0  1     1.0             1.0
    """
    keys = as_keys(by)
    frame = nw.from_native(responses).lazy()
    needed = ["score", *keys, *([weight] if weight else [])]
    schema = frame.collect_schema()
    for column in needed:
        if column not in schema:
            raise UnknownColumnError.of(column, schema)
    for column in ("score", *([weight] if weight else [])):
        if not (schema[column].is_numeric() or schema[column] == nw.Boolean):
            raise NPSError(
                f"column {column!r} holds {schema[column]}, numbers are needed; read_export turns texts into numbers."
            )
    # Rows without a score are dropped after the counting, and scores cast: a few rows then, all of them before.
    used = frame.select(*dict.fromkeys([*keys, "score"]), *([nw.col(weight).alias("_weight")] if weight else []))
    sums = [nw.len().alias("n")]
    if weight:
        one = nw.col("_weight").cast(nw.Float64)
        used = used.with_columns(one.alias("_weight"), (one * one).alias("_squared"))
        sums += [
            nw.col("_weight").sum().alias("weight"),
            nw.col("_squared").sum().alias("weight_squared"),
            nw.col("_weight").min().alias("_least"),
            nw.col("_weight").count().alias("_weighed"),
        ]
    counted = pd.DataFrame(
        used.group_by(*dict.fromkeys([*keys, "score"]))
        .agg(*sums)
        .collect("pandas" if nw.from_native(responses).implementation.is_pandas() else "pyarrow")
        .to_pandas()
    )
    counted = counted[counted["score"].notna()].astype({"score": np.float64, "n": np.int64})
    check_on_scale(counted["score"].to_numpy())
    if weight:
        _check_weights(counted, weight)
    else:
        counted = counted.assign(weight=counted["n"], weight_squared=counted["n"])
    counted = counted.astype({"weight": np.float64, "weight_squared": np.float64})
    return counted.sort_values([*keys, "score"], ignore_index=True)[[*keys, "score", "n", "weight", "weight_squared"]]


def _check_weights(counted: pd.DataFrame, weight: str) -> None:
    """Raise when a weight is not a positive number."""
    sums = counted["weight"].to_numpy(dtype=np.float64)
    if (counted["_weighed"] < counted["n"]).any() or not (counted["_least"] > 0).all() or not np.isfinite(sums).all():
        raise NPSError(
            f"column {weight!r} has weights that are missing, infinite, zero or negative; weights are "
            "positive numbers: leave those rows out or mend them."
        )


def count_days(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str | Sequence[str] | None = None,
    *,
    weight: str | None = None,
) -> pd.DataFrame:
    """Count the answers at each score value, by calendar day and within groups.

    Parameters
    ----------
    responses
        As for `count_scores`, with a column `date` of dates or times. A time with a zone counts for its local day.
    by, weight
        As for `count_scores`.

    Returns
    -------
    DataFrame
        `date`, keys…, `score, n, weight, weight_squared`; answers without a date have a missing one.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If `date` does not hold dates, or holds dates of several time zones.

    Examples
    --------
    >>> times = pd.to_datetime(["2026-03-01 09:00", "2026-03-01 18:00", "2026-03-02 07:30"])
    >>> count_days(pd.DataFrame({"score": [10, 10, 3], "date": times}))
            date  score  n  weight  weight_squared
    0 2026-03-01   10.0  2     2.0             2.0
    1 2026-03-02    3.0  1     1.0             1.0
    """
    frame = nw.from_native(responses).lazy()
    schema = frame.collect_schema()
    if "date" not in schema:
        raise UnknownColumnError.of("date", schema)
    if isinstance(responses, pd.DataFrame) and (is_object_dtype(responses["date"]) or _has_zone(responses["date"])):
        frame = nw.from_native(responses.assign(date=_as_dates(responses["date"]))).lazy()
    elif schema["date"] == nw.Datetime:
        frame = frame.with_columns(nw.col("date").dt.replace_time_zone(None).dt.truncate("1d"))
    elif schema["date"] != nw.Date:
        raise NPSError(
            f"column 'date' holds {schema['date']}, dates are needed; read_export turns the texts of a file into "
            "dates, pandas.to_datetime(column, format=...) does so for one column."
        )
    counted = count_scores(frame, ["date", *as_keys(by)], weight=weight)
    return counted.assign(date=pd.to_datetime(counted["date"]))


def _has_zone(column: pd.Series[Any]) -> bool:
    return isinstance(column.dtype, pd.DatetimeTZDtype)


def _as_dates(column: pd.Series[Any]) -> pd.Series[Any]:
    """Turn a pandas column of date objects, or of times with a zone, into days."""
    if _has_zone(column):  # narwhals does not know the zones whose name has an underscore
        local: pd.Series[Any] = column.dt.tz_localize(None).dt.normalize()
        return local
    odd = [value for value in column if not (isinstance(value, dt.date) or pd.isna(value))]
    if odd:
        raise NPSError(
            f"column 'date' mixes dates with other things, such as {odd[0]!r}; make all of them dates, "
            "for instance with pandas.to_datetime(column, format=...)."
        )
    if len({value.tzinfo for value in column if isinstance(value, dt.datetime)}) > 1:
        raise NPSError(
            "column 'date' mixes time zones; bring all to one, for instance with pandas.to_datetime(column, utc=True)."
            "dt.tz_convert('Europe/Paris')."
        )
    days = [pd.NaT if pd.isna(value) else dt.date(value.year, value.month, value.day) for value in column]
    return pd.to_datetime(pd.Series(days, index=column.index))


def columns_of(responses: Any) -> list[str]:  # noqa: ANN401 -- any frame narwhals knows
    """Return the column names of any frame."""
    return list(nw.from_native(responses).lazy().collect_schema().names())


def weight_column(responses: Any, weight: Weight) -> str | None:  # noqa: ANN401 -- any frame narwhals knows
    """Return the name of the weight column to use, None for none.

    Raises
    ------
    UnknownColumnError
        If a column is named that is not there.
    """
    if weight is False:
        return None
    columns = columns_of(responses)
    if weight is None:
        return "weight" if "weight" in columns else None
    if weight not in columns:
        raise UnknownColumnError.of(weight, columns)
    return weight


def count_repeats(responses: Any, keys: Sequence[str], person: str) -> int:  # noqa: ANN401 -- any frame narwhals knows
    """Count the answers beyond the first that one `person` (an id column) gave within a group."""
    counted = (
        nw.from_native(responses)
        .lazy()
        .filter(~nw.col("score").is_null(), ~nw.col(person).is_null())
        .select(*dict.fromkeys([*keys, person]), nw.col("score"))
        .group_by(*dict.fromkeys([*keys, person]))
        .agg(nw.len().alias("n"))
        .select(nw.col("n").sum(), nw.len().alias("persons"))
        .collect()
    )
    return int(counted["n"].item() or 0) - int(counted["persons"].item())


def sum_by_score(responses: Any, keys: Sequence[str], value: str) -> pd.DataFrame:  # noqa: ANN401 -- any frame
    """Sum a column of amounts at each score value, within groups: keys…, `score, amount`.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If an amount is no number, missing or negative.
    """
    frame = nw.from_native(responses).lazy()
    schema = frame.collect_schema()
    if value not in schema:
        raise UnknownColumnError.of(value, schema)
    if not schema[value].is_numeric():
        raise NPSError(f"column {value!r} holds {schema[value]}, amounts are needed.")
    summed = pd.DataFrame(
        frame.filter(~nw.col("score").is_null())
        .select(*[nw.col(key) for key in keys], nw.col("score").cast(nw.Float64), _value=nw.col(value).cast(nw.Float64))
        .group_by(*keys, "score")
        .agg(
            nw.col("_value").sum().alias("amount"),
            nw.col("_value").min().alias("_least"),
            nw.col("_value").count().alias("_there"),
            nw.len().alias("_n"),
        )
        .collect()
        .to_pandas()
    )
    if (summed["_there"] < summed["_n"]).any() or not (summed["_least"] >= 0).all():
        raise NPSError(f"column {value!r} has amounts that are missing or negative; fill them in, with 0 for nothing.")
    return summed[[*keys, "score", "amount"]]


def count_answers(responses: Any, keys: Sequence[str]) -> pd.DataFrame:  # noqa: ANN401 -- any frame narwhals knows
    """Count the rows and those of them with a score, within groups: keys…, `asked, answered`, sorted.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    """
    frame = nw.from_native(responses).lazy()
    schema = frame.collect_schema()
    for column in ("score", *keys):
        if column not in schema:
            raise UnknownColumnError.of(column, schema)
    # DuckDB and Spark cannot group by nothing.
    groups = keys or ["_all"]
    counted = pd.DataFrame(
        frame.select(*[nw.col(key) for key in keys], nw.col("score"), nw.lit(0).alias("_all"))
        .group_by(*groups)
        .agg(nw.len().alias("asked"), nw.col("score").count().alias("answered"))
        .collect()
        .to_pandas()
    )
    counted = counted.astype({"asked": np.int64, "answered": np.int64}).sort_values(groups, ignore_index=True)
    return counted[[*keys, "asked", "answered"]]


def take_columns(responses: Any, columns: Sequence[str]) -> pd.DataFrame:  # noqa: ANN401 -- any frame narwhals knows
    """Return some columns of any frame as a pandas frame.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    """
    frame = nw.from_native(responses)
    known = columns_of(responses)
    for column in columns:
        if column not in known:
            raise UnknownColumnError.of(column, known)
    if frame.implementation.is_pandas():
        return pd.DataFrame(nw.to_native(frame)[list(columns)])
    return pd.DataFrame(frame.lazy().select(*columns).collect("pyarrow").to_pandas())


def as_keys(by: str | Sequence[str] | None) -> list[str]:
    """Return the key columns as a list."""
    if by is None:
        return []
    return [by] if isinstance(by, str) else list(by)
