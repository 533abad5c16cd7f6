"""Letters to those who answered: drafts from templates that anybody can edit. Nothing is sent.

A template is a text with a block `subject` and a block `body` in Jinja2's words [1]_; `copy_letter_templates` puts
those of the package into a folder to be edited. As HTML, the same letter is set into `page.html`, what respondents
wrote escaped.

References
----------
.. [1] https://jinja.palletsprojects.com/templates/
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from npsanalysis.actions.calls import COLUMNS, SEPARATOR
from npsanalysis.actions.columns import names_of
from npsanalysis.actions.follow_up import consenting
from npsanalysis.actions.register import ACTION_COLUMNS, STATEMENT_KEYS, check_columns, join_mentions
from npsanalysis.actions.texts import legible
from npsanalysis.errors import NPSError, UnknownNameError
from npsanalysis.redaction.redacting import redact
from npsanalysis.wording import check_language

if TYPE_CHECKING:
    from npsanalysis.actions.follow_up import Consent

    Form = Literal["text", "html"]

LETTERS = {"repair": "repair", "listen": "repair", "thank": "thanks"}
"""The letter that goes with a task; who is to be called and asked gets none."""

FORMS = ("text", "html")
"""What letters can be written as."""

LONGEST_QUOTE = 300
"""Characters of her own words that a letter gives back to a respondent."""

LEAST_TOLD = 10
"""Respondents from which on "you said, we did" says how many they were."""

LETTER_COLUMNS = ("response_id", "letter", "lang", "subject", "text")
"""The columns of letters."""

TEMPLATES = files("npsanalysis").joinpath("actions", "templates")
SUFFIXES = (".txt", ".html")


def draft_letters(
    calls: pd.DataFrame,
    *,
    sender: str,
    codebook: pd.DataFrame | None = None,
    templates: str | Path | None = None,
    form: Form = "text",
    lang: str = "en",
) -> pd.DataFrame:
    """Draft a letter to each respondent of a follow-up list: thanks to promoters, apology and repair to detractors.

    Parameters
    ----------
    calls
        As of `follow_up`. Those whose consent is not known get no letter.
    sender
        Who signs.
    codebook
        As of `load_codebook`, for the names of the themes; by default the one of this package.
    templates
        Folder with templates of one's own, as `copy_letter_templates` makes it.
    form
        `text` or `html`.
    lang
        Language of the letters.

    Returns
    -------
    DataFrame
        `response_id, letter` (`thanks`, `repair`), `lang, subject, text`, in the order of the list. No address is in
        it: the sender's own tool knows whom a `response_id` is.

    Raises
    ------
    UnknownColumnError
        If the list lacks a column.
    NPSError
        If a template cannot be read or filled in.

    Examples
    --------
    >>> calls = pd.DataFrame({"response_id": ["a"], "task": ["thank"], "consent": ["yes"]})
    >>> draft_letters(calls.reindex(columns=list(COLUMNS)), sender="Hôtel du Port").loc[0, "subject"]
    'Thank you for your answer'
    """
    check_columns(calls, list(COLUMNS))
    names = names_of(codebook)[check_language(lang)]
    rows = []
    for line in calls[calls["task"].isin(LETTERS) & (calls["consent"] == "yes")].to_dict("records"):
        named = [] if pd.isna(line["themes"]) else line["themes"].split(SEPARATOR)
        rows.append(
            (line["response_id"], LETTERS[line["task"]], {"themes": [names.get(theme, theme) for theme in named]})
        )
    return _drafted(rows, sender, templates, form, lang)


def draft_news(
    actions: pd.DataFrame,
    *,
    sender: str,
    codebook: pd.DataFrame | None = None,
    templates: str | Path | None = None,
    form: Form = "text",
    lang: str = "en",
) -> pd.DataFrame:
    """Draft "you said, we did": what was done since the survey, told to all.

    Parameters
    ----------
    actions
        The register. Lines that are `done` and have a remedy are told, those that most respondents speak of first; how
        many they are is said from 10 on.
    sender, codebook, templates, form, lang
        As for `draft_letters`.

    Returns
    -------
    DataFrame
        One row: `response_id` (missing: it is to all), `letter` (`news`), `lang, subject, text`.

    Raises
    ------
    UnknownColumnError
        If the register lacks a column.
    NPSError
        If nothing is done, or the template cannot be read or filled in.
    """
    done = _done(actions).sort_values("responses", ascending=False, kind="stable")
    done = done.drop_duplicates(["theme", "remedy"])
    names = names_of(codebook)[check_language(lang)]
    told = [
        {
            "theme": names.get(line["theme"], line["theme"]),
            "label": line["label"],
            "responses": None if pd.isna(many := line["responses"]) or many < LEAST_TOLD else int(many),
            "done": line["remedy"],
        }
        for line in done.to_dict("records")
    ]
    return _drafted([(None, "news", {"actions": told})], sender, templates, form, lang)


def draft_personal_letters(
    responses: pd.DataFrame,
    statements: pd.DataFrame,
    mentions: pd.DataFrame,
    actions: pd.DataFrame,
    *,
    consent: Consent,
    sender: str,
    codebook: pd.DataFrame | None = None,
    templates: str | Path | None = None,
    form: Form = "text",
    lang: str = "en",
) -> pd.DataFrame:
    """Draft to each respondent what was done about what she said: "last time you told us … we have done …".

    Parameters
    ----------
    responses, statements, mentions
        The survey in which they said it.
    actions
        The register as it is now. Lines that are `done` and have a remedy are told to those whose statements they come
        from, also when the line was moved to another label since.
    consent
        As for `follow_up`: only who agreed to be contacted gets a letter.
    sender, codebook, templates, form, lang
        As for `draft_letters`.

    Returns
    -------
    DataFrame
        `response_id, letter` (`personal`), `lang, subject, text`, a row a respondent with something to be told.

    Raises
    ------
    UnknownColumnError
        If a frame lacks a column.
    NPSError
        If nothing is done, a mention is of a statement that is not there, the rule of consent is none, or the template
        cannot be read or filled in.
    """
    check_columns(responses, ("response_id",))
    done = _done(actions)
    agreed = responses.loc[consenting(responses, consent), "response_id"]
    said = join_mentions(statements, mentions, ["label", "text", "lang"])
    said = said[said["response_id"].isin(agreed)]
    said = said.assign(line=said["label"].astype("str") + "-" + said["theme"])
    by_id = said.merge(done[["action_id", "remedy"]], left_on="line", right_on="action_id")
    by_theme = said.merge(done[["action_id", "theme", "label", "remedy"]], on=["theme", "label"])
    # A letter tells things in the order in which they were said, and each action once.
    told = pd.concat([by_id, by_theme]).sort_values(STATEMENT_KEYS, kind="stable")
    told = told.drop_duplicates(["response_id", "action_id"])
    told = told.assign(quote=redact(told["text"], lang=told["lang"]))
    names = names_of(codebook)[check_language(lang)]
    letters: dict[Any, list[dict[str, str]]] = {}
    for who, theme, quote, remedy in told[["response_id", "theme", "quote", "remedy"]].itertuples(index=False):
        thing = {"theme": names.get(theme, theme), "quote": legible(quote, LONGEST_QUOTE), "done": remedy}
        letters.setdefault(who, []).append(thing)
    rows = [(who, "personal", {"actions": things}) for who, things in letters.items()]
    return _drafted(rows, sender, templates, form, lang)


def copy_letter_templates(folder: str | Path) -> list[Path]:
    """Copy the templates of the letters into a folder, to be edited; what is there already stays as it is.

    Parameters
    ----------
    folder
        Where to; made where it does not exist.

    Returns
    -------
    list of Path
        The files copied.

    Raises
    ------
    NPSError
        If the folder cannot be written.
    """
    copied = []
    with as_file(TEMPLATES) as source:
        for path in sorted(path for path in source.rglob("*") if path.suffix in SUFFIXES):
            target = Path(folder) / path.relative_to(source)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("x", encoding="utf-8", newline="\n") as copy:
                    copy.write(path.read_text(encoding="utf-8"))
            except FileExistsError:
                if target.is_file():
                    continue
                raise NPSError(f"{target} could not be written: a file stands where a folder is needed.") from None
            except OSError as error:
                raise NPSError(f"{target} could not be written: {error.strerror}.") from None
            copied.append(target)
    return copied


def _done(actions: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that are done and say what was done."""
    check_columns(actions, ACTION_COLUMNS)
    done = actions[(actions["status"] == "done") & actions["remedy"].notna()]
    if done.empty:
        raise NPSError("there is nothing to tell: no line of the register is 'done' and has a remedy written.")
    return done


def _drafted(
    rows: list[tuple[Any, str, dict[str, Any]]], sender: str, templates: str | Path | None, form: str, lang: str
) -> pd.DataFrame:
    """Fill in the template of each row: a `response_id`, the name of a letter, and its values."""
    from jinja2 import TemplateError

    if form not in FORMS:
        raise UnknownNameError.of("form of a letter", form, FORMS)
    check_language(lang)
    environment = _environment(templates)
    letters = []
    for who, letter, values in rows:
        name = f"{lang}/{letter}.txt"
        try:
            template = environment.get_template(name)
            context = template.new_context(values | {"sender": sender})
            subject, body = ("".join(template.blocks[block](context)).strip() for block in ("subject", "body"))
            if form == "html":
                paragraphs = [paragraph.split("\n") for paragraph in body.split("\n\n")]
                page = environment.get_template("page.html")
                body = page.render(lang=lang, subject=subject, paragraphs=paragraphs)
        except (TemplateError, LookupError, TypeError, ValueError, ArithmeticError, OSError) as error:
            raise NPSError(f"the letter template {name!r} cannot be used: {error}; mend it or copy it anew.") from None
        letters.append((who, letter, lang, subject, body))
    return pd.DataFrame(letters, columns=pd.Index(LETTER_COLUMNS)).astype(dict.fromkeys(LETTER_COLUMNS[1:], "str"))


def _environment(templates: str | Path | None) -> Any:  # noqa: ANN401 -- jinja2 is imported when letters are
    """Return what fills in templates: those of the folder first, what is not known an error, HTML escaped."""
    from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined, select_autoescape
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    own = [] if templates is None else [FileSystemLoader(templates)]
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, PackageLoader("npsanalysis", "actions/templates")]),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
