"""The command `npsanalysis`: a score in a line, a study in a folder."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from npsanalysis.errors import NPSError
from npsanalysis.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = {
    "score": "column of the 0-10 answers",
    "comment": "column of comments; repeat it for several open questions",
    "date": "column of the date of the answer",
    "weight": "column of weights",
    "by": "column of groups; repeat it for several",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 2 with one sentence on what is wrong.

    Parameters
    ----------
    arguments
        What follows the name of the command; by default the arguments of the process.
    """
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except NPSError as error:
        print(f"npsanalysis: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    """Describe the command."""
    parser = argparse.ArgumentParser(
        prog="npsanalysis", description="Net Promoter Score surveys, from export to study."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, description in (
        ("study", _study, "write a study of an export: study.html and study.ipynb"),
        ("score", _score, "print the NPS of an export"),
        ("inspect", _inspect, "print what was read of an export, and how"),
    ):
        command = commands.add_parser(name, help=description, description=description)
        command.set_defaults(run=run)
        command.add_argument("export", metavar="EXPORT", help="the file a survey tool exported")
        command.add_argument("--lang", choices=LANGUAGES, default="en", help="language of what is written")
        for column, meaning in COLUMNS.items():
            several = column in {"comment", "by"}
            command.add_argument(f"--{column}", metavar="COL", action="append" if several else "store", help=meaning)
        if name == "study":
            command.add_argument("--out", metavar="DIR", required=True, help="folder to write to")
            command.add_argument("--title", help="title of the study")
    return parser


def _columns(options: argparse.Namespace) -> dict[str, Any]:
    """Return the columns the caller named."""
    return {column: getattr(options, column) for column in COLUMNS}


def _study(options: argparse.Namespace) -> None:
    """Write a study, with a progress bar on the error stream."""
    try:
        from tqdm import tqdm

        from npsanalysis.study.writing import write_study
    except ModuleNotFoundError as error:
        raise NPSError(f"a study needs {error.name}: python -m pip install 'npsanalysis[notebooks]'.") from None
    with tqdm(total=1, unit="cell", disable=None) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        written = write_study(
            options.export, options.out, lang=options.lang, title=options.title, progress=progress, **_columns(options)
        )
    for path in written:
        print(path)


def _score(options: argparse.Namespace) -> None:
    """Print the score in a line, and a table by group."""
    from npsanalysis.reading.export import read_export
    from npsanalysis.score import nps, nps_by
    from npsanalysis.tables import format_estimates

    export = read_export(options.export, **_columns(options))
    responses = export.responses
    print(nps(responses["score"], weights=responses.get("weight")).describe(options.lang))
    if options.by:
        print(format_estimates(nps_by(responses, options.by), lang=options.lang).to_string())


def _inspect(options: argparse.Namespace) -> None:
    """Print the report of the reader and the columns."""
    from npsanalysis.reading.export import read_export

    export = read_export(options.export, **_columns(options))
    print(export.report(options.lang))
    print(export.columns.to_string(index=False))
