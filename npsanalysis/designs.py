"""How surely a designed sample knows its scores: strata, clusters and finite populations, by Taylor linearisation.

The counts of scores within strata and clusters are all it takes, so a sample of millions costs one group-by.

References
----------
.. [1] Särndal C.-E., Swensson B., Wretman J. (1992). Model Assisted Survey Sampling, chapter 5. Springer.
       https://doi.org/10.1007/978-1-4612-4378-6
.. [2] Lumley T. (2004). Analysis of complex survey samples. Journal of Statistical Software 9(8).
       https://doi.org/10.18637/jss.v009.i08
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array

from npsanalysis.errors import NPSError
from npsanalysis.scale import categorize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Design:
    """How a sample was drawn.

    Attributes
    ----------
    strata, clusters
        Key columns of the counts frame: the stratum and the cluster (the unit that was drawn) of a response.
    population
        How many units there were to draw from: a number, or one for each stratum. Units are clusters where there are
        clusters, responses otherwise.
    """

    strata: str | None = None
    clusters: str | None = None
    population: float | Mapping[Any, float] | None = None

    @property
    def keys(self) -> list[str]:
        """Return the columns that responses must be counted by."""
        return [column for column in (self.strata, self.clusters) if column]


@dataclass(frozen=True, slots=True)
class Linearised:
    """What the design says of the scores of some domains.

    Attributes
    ----------
    covariance
        Shape (domains, domains), on the scale −1…1; NaN where a sample of one unit leaves it unknown.
    df
        Degrees of freedom of each domain: its units less its strata.
    units
        Number of units that have an answer in each domain.
    fraction
        Share of the population that was drawn; 0 where the population is not known.
    """

    covariance: Floats
    df: Floats
    units: Floats
    fraction: float


def linearise(counts: pd.DataFrame, domain: Codes, design: Design) -> Linearised:
    """Linearise the scores of domains of one sample.

    The whole sample is kept: answers outside a domain weigh nothing in it, but their units still count as drawn.

    Parameters
    ----------
    counts
        keys…, `score, n, weight, weight_squared`, the columns of `design` among the keys.
    domain
        Number of the domain of each row of `counts`, −1 for none.
    design
        Names the strata and the clusters.

    Returns
    -------
    Linearised
        Covariance and degrees of freedom of the domains' scores.

    Raises
    ------
    NPSError
        If a stratum or a cluster is missing, a stratum has a single unit, a cluster lies in several strata, or the
        population is smaller than the sample.
    """
    y = categorize(counts["score"]).cat.codes.to_numpy() - 1.0
    n, weight, squared = (counts[column].to_numpy(dtype=np.float64) for column in ("n", "weight", "weight_squared"))
    stratum, names = _coded(counts, design.strata)
    unit, stratum_of_unit = _units(counts, design, stratum)
    drawn = _counted(stratum, n) if unit is None else _counted(stratum_of_unit, np.ones(len(stratum_of_unit)))
    fraction = _fractions(drawn, names, design)
    scale = _scales(drawn, fraction, names, design)

    groups = int(domain.max()) + 1
    inside = domain >= 0
    of = np.where(inside, domain, 0)
    total = _counted(of, weight * inside, groups)
    theta = _counted(of, weight * y * inside, groups) / total
    residual = np.where(inside, (y - theta[of]) / total[of], 0.0)
    by_stratum = _summed(weight * residual, of, stratum, (groups, len(drawn)))
    if unit is None:
        square = np.diag(_counted(of, scale[stratum] * squared * residual**2, groups))
        units = _counted(of, n * inside, groups)
    else:
        by_unit = _summed(weight * residual, of, unit, (groups, len(stratum_of_unit)))
        square = ((by_unit * scale[stratum_of_unit]) @ by_unit.T).toarray()
        units = _distinct(domain, unit, groups)
    return Linearised(
        covariance=square - ((by_stratum * (scale / drawn)) @ by_stratum.T).toarray(),
        df=units - _distinct(domain, stratum, groups),
        units=units,
        fraction=0.0 if design.population is None else float(drawn.sum() / (drawn / fraction).sum()),
    )


def _coded(counts: pd.DataFrame, column: str | None) -> tuple[Codes, list[Any]]:
    """Give each value of a key column a number; without one all are one."""
    if column is None:
        return np.zeros(len(counts), dtype=np.int64), [None]
    if counts[column].isna().any():
        raise NPSError(f"column {column!r} says how the sample was drawn, and is missing for some answers; fill it in.")
    codes, names = pd.factorize(counts[column], sort=False)
    return codes.astype(np.int64), list(names)


def _units(counts: pd.DataFrame, design: Design, stratum: Codes) -> tuple[Codes | None, Codes]:
    """Give each cluster a number, and say its stratum; without clusters every answer is a unit of its own."""
    if design.clusters is None:
        return None, stratum
    unit, names = _coded(counts, design.clusters)
    places = pd.DataFrame({"unit": unit, "stratum": stratum}).drop_duplicates()
    twice = places["unit"].duplicated()
    if twice.any():
        raise NPSError(
            f"a cluster lies in one stratum, but {names[places.loc[twice, 'unit'].iloc[0]]!r} of {design.clusters!r} "
            f"lies in several of {design.strata!r}; give clusters of different strata different names."
        )
    return unit, places.sort_values("unit")["stratum"].to_numpy()


def _fractions(drawn: Floats, names: list[Any], design: Design) -> Floats:
    """Return the share of each stratum's units that was drawn."""
    population = design.population
    if population is None:
        return np.zeros_like(drawn)
    if isinstance(population, Mapping):
        absent = [name for name in names if name not in population]
        if absent:
            raise NPSError(f"the population of stratum {absent[0]!r} is not given; give one for each of {names}.")
        sizes = np.array([population[name] for name in names], dtype=np.float64)
    elif len(names) > 1:
        raise NPSError(f"with strata the population is one number for each: a mapping of {names} to numbers.")
    else:
        sizes = np.array([population], dtype=np.float64)
    if not (sizes >= drawn - 1e-9).all():
        raise NPSError(
            f"the population cannot be smaller than the sample: {sizes.min():g} to draw from, {drawn.max():g} drawn"
            " (they are clusters where clusters are named)."
        )
    return np.asarray(np.minimum(drawn / sizes, 1.0))


def _scales(drawn: Floats, fraction: Floats, names: list[Any], design: Design) -> Floats:
    """Return (1 − f) n / (n − 1) of each stratum."""
    lonely = (drawn == 1) & (fraction < 1)
    if lonely.any() and len(drawn) > 1:
        unit = f"cluster of {design.clusters!r}" if design.clusters else "answer"
        raise NPSError(
            f"stratum {names[int(np.flatnonzero(lonely)[0])]!r} has a single {unit}, so its variance is unknown; "
            "merge it with a stratum like it."
        )
    scale = (1 - fraction) * drawn / np.maximum(drawn - 1, 1)
    return np.where(lonely, np.nan, scale)


def _counted(codes: Codes, amounts: Floats, length: int = 0) -> Floats:
    """Sum amounts by code."""
    return np.bincount(codes, amounts, length).astype(np.float64)


def _summed(values: Floats, row: Codes, column: Codes, shape: tuple[int, int]) -> Any:  # noqa: ANN401 -- a sparse array
    """Sum values into a sparse table."""
    return coo_array((values, (row, column)), shape=shape).tocsr()


def _distinct(domain: Codes, of: Codes, groups: int) -> Floats:
    """Count the distinct values of each domain."""
    pairs = pd.DataFrame({"domain": domain, "of": of}).drop_duplicates()
    pairs = pairs[pairs["domain"] >= 0]
    return _counted(pairs["domain"].to_numpy(), np.ones(len(pairs)), groups)
