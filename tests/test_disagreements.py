from __future__ import annotations

import pandas as pd
import pytest

from npsanalysis import list_disagreements
from npsanalysis.errors import UnknownColumnError


def test_only_opposite_words_are_listed_the_widest_apart_first() -> None:
    rows = [
        ("a", 10.0, "con", "slow"),  # a promoter who only complains
        ("b", 3.0, "pro", "kind"),  # a detractor who only praises: 7 from the end of the scale
        ("b", 3.0, "none", "hello"),  # says neither
        ("c", 0.0, "pro", "fast"),
        ("c", 0.0, "con", "dear"),  # says both
        ("d", 8.0, "con", "dear"),  # a passive
        ("e", 9.0, "pro", "fine"),  # agrees
        ("f", float("nan"), "con", "bad"),  # no score
    ]
    frame = pd.DataFrame(rows, columns=["response_id", "score", "label", "text"])
    listed = list_disagreements(frame)
    assert listed.to_numpy().tolist() == [["a", 10.0, "con", 1, "slow"], ["b", 3.0, "pro", 1, "kind"]]


def test_nothing_to_list() -> None:
    empty = pd.DataFrame({"response_id": [], "score": [], "label": [], "text": []})
    assert list(list_disagreements(empty).columns) == ["response_id", "score", "label", "statements", "text"]


def test_a_missing_column_is_said() -> None:
    with pytest.raises(UnknownColumnError, match="there is no column 'label'"):
        list_disagreements(pd.DataFrame({"response_id": [1], "score": [1.0], "text": ["a"]}))
