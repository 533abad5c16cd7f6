"""The command `npsanalysis`: a score in a line, a study in a folder."""

from __future__ import annotations

import argparse
import sys
import warnings
from importlib import import_module
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
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        try:
            options.run(options)
        except NPSError as error:
            print(f"npsanalysis: {error}", file=sys.stderr)
            return 2
        finally:
            for warning in told:
                print(f"npsanalysis: {warning.message}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    """Describe the command."""
    parser = argparse.ArgumentParser(
        prog="npsanalysis", description="Net Promoter Score surveys, from export to study."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, description in (
        ("study", _study, "write a study of an export: study.html, study.pptx, study.xlsx and study.ipynb"),
        ("score", _score, "print the NPS of an export"),
        ("inspect", _inspect, "print what was read of an export, and how"),
        ("init", _init, "write a description of a survey to be filled in"),
    ):
        command = commands.add_parser(name, help=description, description=description)
        command.set_defaults(run=run)
        command.add_argument("--lang", choices=LANGUAGES, default="en", help="language of what is written")
        if name == "init":
            command.add_argument("--out", metavar="FILE", default="study.toml", help="file to write (study.toml)")
            continue
        command.add_argument("export", metavar="EXPORT", help="the file a survey tool exported")
        for column, meaning in COLUMNS.items():
            several = column in {"comment", "by"}
            command.add_argument(f"--{column}", metavar="COL", action="append" if several else "store", help=meaning)
        if name == "study":
            _add_study_options(command)
    return parser


def _add_study_options(command: argparse.ArgumentParser) -> None:
    """Describe what a study can be told."""
    from npsanalysis.study.survey import ENTRIES, NUMBERS

    command.add_argument("--out", metavar="DIR", required=True, help="folder to write to")
    command.add_argument("--sections", metavar="NAMES", help="sections in the order wanted, with commas between")
    command.add_argument("--previous", metavar="EXPORT", help="the export of the last wave")
    command.add_argument("--one-pagers", metavar="COL", help="column of groups that get a page each")
    command.add_argument("--suppress-below", metavar="N", type=int, help="hide scores of fewer answers (10)")
    command.add_argument("--no-quotes", action="store_true", help="show no words of respondents")
    command.add_argument("--template", metavar="FILE", help="presentation whose layouts the slides use")
    command.add_argument("--logo", metavar="FILE", help="PNG or JPEG picture for the page and the first slide")
    command.add_argument(
        "--survey", metavar="FILE", help="description of the survey; by default study.toml beside the export"
    )
    described = command.add_argument_group("what the survey was", "each goes before what the description says")
    for entry, (meaning, _) in ENTRIES.items():
        kind = int if entry in NUMBERS else str
        described.add_argument(
            f"--{entry.replace('_', '-')}", metavar="N" if kind is int else "TEXT", type=kind, help=meaning
        )


def _columns(options: argparse.Namespace) -> dict[str, Any]:
    """Return the columns the caller named."""
    return {column: getattr(options, column) for column in COLUMNS}


def _study(options: argparse.Namespace) -> None:
    """Write a study."""
    try:
        for needed in ("nbclient", "pptx"):  # the notebook that writes the study would say it less plainly
            import_module(needed)
    except ModuleNotFoundError as error:
        raise NPSError(f"a study needs {error.name}: python -m pip install 'npsanalysis[notebooks]'.") from None

    from npsanalysis.study.survey import ENTRIES
    from npsanalysis.study.writing import write_study

    written = write_study(
        options.export,
        options.out,
        lang=options.lang,
        sections=[name.strip() for name in options.sections.split(",")] if options.sections else None,
        previous=options.previous,
        one_pagers=options.one_pagers,
        suppress_below=options.suppress_below,
        quoted=not options.no_quotes,
        survey=options.survey,
        declared={entry: getattr(options, entry) for entry in ENTRIES},
        template=options.template,
        logo=options.logo,
        **_columns(options),
    )
    for path in written:
        print(path)


def _score(options: argparse.Namespace) -> None:
    """Print the score in a line, and a table by group."""
    from npsanalysis.accounts import repeated_id
    from npsanalysis.reading.export import read_export
    from npsanalysis.score import nps, nps_by
    from npsanalysis.tables import format_estimates

    export = read_export(options.export, **_columns(options))
    responses = export.responses
    clusters = repeated_id(responses)
    units = responses[clusters] if clusters else None
    print(nps(responses["score"], weights=responses.get("weight"), clusters=units).describe(options.lang))
    if options.by:
        by_group = nps_by(responses, options.by, clusters=clusters)
        print(format_estimates(by_group, lang=options.lang).to_string())


def _inspect(options: argparse.Namespace) -> None:
    """Print the report of the reader and the columns."""
    from npsanalysis.reading.export import read_export

    export = read_export(options.export, **_columns(options))
    print(export.report(options.lang))
    print(export.columns.to_string(index=False))


def _init(options: argparse.Namespace) -> None:
    """Write a description of a survey to be filled in."""
    from npsanalysis.study.survey import write_survey_template

    print(write_survey_template(options.out, options.lang))
