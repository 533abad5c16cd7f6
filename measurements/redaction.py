"""How much personal data is found, and how much of what is found is personal, by kind.

Run `python measurements/redaction.py`; with `--errors` it lists what went wrong. The snippets are invented: a language
and a text a line, personal data marked `[[kind:…]]`. Those of `data/redaction.tsv` were written before the rules, which
were then mended by what they missed (the first run had recall 0.970 and precision 0.991), so their figures flatter.
Those of `data/redaction_unseen.tsv` were written after, and nothing was mended by them; keep it so.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from npsanalysis.comments.counting import wilson
from npsanalysis.redaction.redacting import FINDERS, PersonalData, find_personal_data

SETS = ("redaction.tsv", "redaction_unseen.tsv")
MARKED = re.compile(r"\[\[(\w+):(.*?)\]\]")


def read_snippets(name: str) -> list[tuple[str, str, list[PersonalData]]]:
    """Return language, text and the personal data in it, snippet by snippet."""
    snippets = []
    for line in (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines():
        lang, marked = line.split("\t")
        text, pieces, at = "", [], 0
        for match in MARKED.finditer(marked):
            text += marked[at : match.start()]
            sign = len(match[2]) - len(match[2].lstrip("#("))  # a sign before a number says nothing
            pieces.append(PersonalData(match[1], len(text) + sign, len(text) + len(match[2])))
            text += match[2]
            at = match.end()
        snippets.append((lang, text + marked[at:], pieces))
    return snippets


def covered(piece: PersonalData, found: list[PersonalData]) -> bool:
    """Say whether the whole of a piece is found, under whatever kind."""
    return any(each.start <= piece.start and piece.end <= each.end for each in found)


def overlaps(piece: PersonalData, true: list[PersonalData]) -> bool:
    """Say whether something found is personal at least in part."""
    return any(each.start < piece.end and piece.start < each.end for each in true)


def tally(name: str) -> tuple[dict[str, Counter[str]], list[str]]:
    """Return, by kind and language, what is there, what of it was found, what was found and what of that is right."""
    counts = {name: Counter[str]() for name in ("there", "found", "told", "right")}
    wrong = []
    for lang, text, true in read_snippets(name):
        told = find_personal_data(text)
        judged = [("there", "found", "missed", piece, covered(piece, told)) for piece in true]
        judged += [("told", "right", "wrong", piece, overlaps(piece, true)) for piece in told]
        for every, good, verdict, piece, well in judged:
            for key in (piece.kind, lang, "all"):
                counts[every][key] += 1
                counts[good][key] += well
            if not well:
                wrong.append(f"{verdict:7}{piece.kind:10}{text[piece.start : piece.end]!r} in {text!r}")
    return counts, wrong


def main() -> None:
    """Print recall and precision by kind and language, set by set."""
    for name in SETS:
        counts, wrong = tally(name)
        print(f"{name:21}{'there':>6}{'recall':>8} (95 % interval)   {'found':>6}{'precision':>10} (95 % interval)")
        for key in (*FINDERS, "fr", "en", "all"):
            cells = ""
            for good, every in (("found", "there"), ("right", "told")):
                of, hits = np.array([counts[every][key]], float), np.array([counts[good][key]], float)
                low, high = wilson(hits, of)
                cells += f"{int(of[0]):6}{hits[0] / of[0]:8.3f} ({low[0]:.2f} to {high[0]:.2f})     "
            print(f"{key:21}{cells}")
        if "--errors" in sys.argv:
            print("\n".join(wrong))


if __name__ == "__main__":
    main()
