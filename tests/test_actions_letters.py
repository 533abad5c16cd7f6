"""Letters: the right one to the right person, in either language, harmless whatever stands in a comment."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from actions_data import NASTY, make_impacts, make_survey

from npsanalysis import NPSError, UnknownNameError
from npsanalysis.actions.follow_up import follow_up
from npsanalysis.actions.letters import (
    LETTER_COLUMNS,
    LONGEST_QUOTE,
    copy_letter_templates,
    draft_letters,
    draft_news,
    draft_personal_letters,
)
from npsanalysis.actions.register import plan_actions

if TYPE_CHECKING:
    from pathlib import Path

LANGS = pytest.mark.parametrize("lang", ["en", "fr"])
CODEBOOK = pd.DataFrame({"theme": ["waiting"], "name_en": ["Waiting time"], "name_fr": ["Attente"]})


@pytest.fixture
def calls() -> pd.DataFrame:
    return follow_up(*make_survey(), consent="consent")


@pytest.fixture
def register() -> pd.DataFrame:
    """Waiting (con, 12 respondents) is done; the price is done without saying what; the welcome is in progress."""
    _, statements, mentions = make_survey()
    lines = plan_actions(make_impacts(), statements, mentions).set_index("action_id")
    lines.loc["con-waiting", ["remedy", "status"]] = ["a second till", "done"]
    lines.loc["con-waiting", "responses"] = 12
    lines.loc["con-price", "status"] = "done"
    lines.loc["pro-welcome", ["remedy", "status"]] = ["a prize for the team", "in_progress"]
    return lines.reset_index()


class TagCounter(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)


@LANGS
def test_each_task_has_its_letter(calls: pd.DataFrame, lang: str) -> None:
    letters = draft_letters(calls, sender="Anne", codebook=CODEBOOK, lang=lang)
    assert tuple(letters.columns) == LETTER_COLUMNS
    # R6, a passive to be called and asked, gets none.
    assert letters[["response_id", "letter"]].to_numpy().tolist() == [
        ["R1", "repair"],
        ["R2", "repair"],
        ["R7", "repair"],
        ["R4", "thanks"],
    ]
    assert {"en": "Waiting time", "fr": "Attente"}[lang] in letters.loc[0, "text"]
    assert letters["text"].str.endswith("Anne").all()
    assert not letters["text"].str.contains("{", regex=False).any()


def test_who_did_not_agree_gets_no_letter() -> None:
    assert len(draft_letters(follow_up(*make_survey()), sender="Anne")) == 0


def test_no_address_is_in_a_letter() -> None:
    contacts = pd.DataFrame({"response_id": ["R1"], "email": ["a@x.org"], "name": ["Ms Martin"]})
    letters = draft_letters(follow_up(*make_survey(), consent="consent", contacts=contacts), sender="Anne")
    assert not letters.astype(str).apply(lambda column: column.str.contains("x.org|Martin")).any(axis=None)


@LANGS
def test_news_tells_what_is_done_to_all(register: pd.DataFrame, lang: str) -> None:
    news = draft_news(register, sender="Anne", codebook=CODEBOOK, lang=lang)
    assert len(news) == 1
    text = news.loc[0, "text"]
    assert "a second till" in text
    assert "12" in text
    assert "prize" not in text  # not done yet
    few = register.assign(responses=9)
    assert "9" not in draft_news(few, sender="Anne", lang=lang).loc[0, "text"]  # few could be recognised


@LANGS
def test_the_personal_letter_joins_her_words_to_what_was_done(register: pd.DataFrame, lang: str) -> None:
    letters = draft_personal_letters(*make_survey(), register, consent="consent", sender="Anne", lang=lang)
    # R5 blames waiting too and did not agree; R3 and R6 blame the price, about which nothing is told.
    assert letters["response_id"].tolist() == ["R1", "R2"]
    first, second = letters["text"]
    assert "twenty minutes at the till" in first
    assert "open a second till please" not in first  # her suggestion is another line
    assert "a second till" in first
    assert "anne@example.com" not in second


def test_a_line_moved_to_suggestion_is_still_told_to_those_who_blamed(register: pd.DataFrame) -> None:
    lines = register.set_index("action_id")
    lines.loc["con-waiting", "label"] = "suggestion"
    letters = draft_personal_letters(*make_survey(), lines.reset_index(), consent="consent", sender="Anne")
    assert letters["response_id"].tolist() == ["R1", "R2"]


@pytest.mark.parametrize("kind", NASTY)
def test_any_comment_is_harmless_in_a_letter(register: pd.DataFrame, kind: str) -> None:
    responses, statements, mentions = make_survey()
    statements.loc[0, "text"] = NASTY[kind]
    survey = (responses, statements, mentions)
    text = draft_personal_letters(*survey, register, consent="consent", sender="Anne").loc[0, "text"]
    assert len(text) < LONGEST_QUOTE + 300
    assert not set(text) & set("\r\t\x07\u202e")
    assert ("{{ 7 * 7 }}" in text) is (kind == "template")  # given back, not worked out
    page = draft_personal_letters(*survey, register, consent="consent", sender="Anne", form="html").loc[0, "text"]
    parser = TagCounter()
    parser.feed(page)
    assert parser.tags == {"html", "head", "meta", "title", "body", "p", "br"}


def test_templates_can_be_edited(tmp_path: Path, calls: pd.DataFrame) -> None:
    copied = copy_letter_templates(tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in copied) == [
        *(f"{lang}/{name}.txt" for lang in ("en", "fr") for name in ("news", "personal", "repair", "thanks")),
        "page.html",
    ]
    mine = tmp_path / "en" / "thanks.txt"
    mine.write_text("{% block subject %}Hi{% endblock %}{% block body %}Cheers, {{ sender }}{% endblock %}", "utf-8")
    letters = draft_letters(calls, sender="Anne", templates=tmp_path).set_index("response_id")
    assert letters.loc["R4", ["subject", "text"]].tolist() == ["Hi", "Cheers, Anne"]
    assert copy_letter_templates(tmp_path) == []  # what was edited is not written over
    assert "Cheers" in mine.read_text("utf-8")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% block subject %}Hi{% endblock %}", "'body'"),
        ("{% block subject %}{{ who }}{% endblock %}{% block body %}x{% endblock %}", "'who' is undefined"),
        ("{% block subject %", "cannot be used"),
        ("{% block subject %}{{ 1 / 0 }}{% endblock %}{% block body %}x{% endblock %}", "cannot be used"),
        ("{% block subject %}{{ ''.__class__.__mro__ }}{% endblock %}{% block body %}{% endblock %}", "unsafe"),
        ("{% include '../../../secret.txt' %}{% block subject %}{% endblock %}", "cannot be used"),
        ("{% block subject %}{% include '../secret.txt' %}{% endblock %}{% block body %}{% endblock %}", "secret.txt"),
    ],
)
def test_a_broken_or_unsafe_template_is_named(tmp_path: Path, calls: pd.DataFrame, template: str, message: str) -> None:
    (tmp_path / "templates" / "en").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "templates" / "en" / "thanks.txt").write_text(template, "utf-8")
    with pytest.raises(NPSError, match=f"'en/thanks.txt' cannot be used.*{message}|{message}"):
        draft_letters(calls, sender="Anne", templates=tmp_path / "templates")


def test_what_is_refused(tmp_path: Path, calls: pd.DataFrame, register: pd.DataFrame) -> None:
    with pytest.raises(UnknownNameError, match="no form of a letter 'htm'; did you mean 'html'"):
        draft_letters(calls, sender="Anne", form="htm")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="no output language"):
        draft_letters(calls, sender="Anne", lang="de")
    with pytest.raises(NPSError, match="there is nothing to tell"):
        draft_news(register.assign(status="to_do"), sender="Anne")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NPSError, match="could not be written"):
        copy_letter_templates(tmp_path / "file")
