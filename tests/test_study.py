from __future__ import annotations

import base64
import json
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from npsanalysis import (
    SECTIONS,
    Part,
    build_study,
    load_accuracy,
    nps,
    read_export,
    read_survey,
    show_section,
    simulate_responses,
    write_documents,
    write_study,
)
from npsanalysis.errors import StudyError, UnknownColumnError, UnknownNameError
from npsanalysis.study.sections import parts_of
from npsanalysis.wording import interval, points

if TYPE_CHECKING:
    from pathlib import Path

    from npsanalysis import Study

ENGLISH = re.compile(
    r"\b(the|and|of|with|score of|answers|respondents|interval|months?|by|unknown|not|what|wave|theme|change|label|"
    r"statement|share|driver|which|those|who|others)\b",
    re.IGNORECASE,
)

HOSTILE = [
    '=HYPERLINK("http://example.org","click")',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "الخدمة ممتازة والموظفون لطفاء جدا",
    "Super 👍🏽 équipe 🎉, mais l'attente est trop longue 😡",
    "+33 pas content, @tous, \t-1",
    "trop cher \x07 et trop lent, a_$b^$ & co",
    "mot " * 7500,
]

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwACggF/qDCl2QAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    """Make a survey whose comments try to break out of every file."""
    responses = simulate_responses(400, groups={"Site": {"Lyon": 20, "Nice": -20}}, lang="fr", seed=1)
    responses.loc[: len(HOSTILE) - 1, "comment"] = HOSTILE
    responses.loc[395:, "Site"] = "Brest"
    return responses.rename(columns={"score": "Nous recommanderiez-vous ?", "comment": "Pourquoi cette note ?"})


@pytest.fixture(scope="module")
def last_wave() -> pd.DataFrame:
    responses = simulate_responses(300, groups={"Site": {"Lyon": 0, "Nice": -40}}, lang="fr", seed=2)
    return responses.rename(columns={"score": "Nous recommanderiez-vous ?", "comment": "Pourquoi cette note ?"})


@pytest.fixture(scope="module")
def folder(survey: pd.DataFrame, last_wave: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a French study with everything in it."""
    folder = tmp_path_factory.mktemp("study")
    survey.to_csv(folder / "enquête.csv", index=False, sep=";")
    last_wave.to_csv(folder / "avant.csv", index=False, sep=";")
    (folder / "logo.png").write_bytes(PNG)
    (folder / "study.toml").write_text('title = "Nos <clients>"\nasked = 900\n[previous]\nmode = "web"\n')
    written = write_study(
        folder / "enquête.csv",
        folder / "out",
        lang="fr",
        previous=folder / "avant.csv",
        one_pagers="Site",
        logo=folder / "logo.png",
        declared={"mode": "téléphone", "asked": None},
    )
    names = ["labels.csv", "statements.csv", "study.html", "study.ipynb", "study.pptx", "study.xlsx", "themes.csv"]
    assert [path.name for path in written] == names
    assert sorted(path.name for path in (folder / "out").iterdir()) == names  # and nothing half-made
    return folder / "out"


@pytest.fixture(scope="module")
def study(survey: pd.DataFrame, last_wave: pd.DataFrame) -> Study:
    described = read_survey(title="Nos <clients>", asked=900, mode="téléphone", previous={"mode": "web"})
    return build_study(
        read_export(survey), survey=described, lang="fr", previous=read_export(last_wave), one_pagers="Site"
    )


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "study.html").read_text(encoding="utf-8")


def words_of(page: str) -> str:
    """Return the words of a page that are ours: no words of respondents, no pictures, no style."""
    page = re.sub(r'<blockquote.*?</blockquote>|<style>.*?</style>|<p dir="auto">.*?</p>', "", page, flags=re.DOTALL)
    page = re.sub(r'src="[^"]*"', "", page)
    return re.sub(r"<[^>]*>", " ", page)


def texts_of(slide: Any) -> list[str]:  # noqa: ANN401 -- python-pptx is untyped
    """Return what stands on a slide."""
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def charts_of(deck: Any) -> list[Any]:  # noqa: ANN401 -- python-pptx is untyped
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


# One set of numbers


def test_a_number_is_the_same_in_all_four_files(folder: Path, study: Study, page: str) -> None:
    book = load_workbook(folder / "study.xlsx")
    deck = Presentation(str(folder / "study.pptx"))
    notebook = json.loads((folder / "study.ipynb").read_text(encoding="utf-8"))
    shown = " ".join(
        "".join(output["data"].get("text/html", "")) for cell in notebook["cells"] for output in cell["outputs"]
    )
    # The answer: unrounded in the workbook, a decimal on the page and in the notebook, whole on the slide.
    brief = dict(zip(*([cell.value for cell in row] for row in book["En bref"].iter_rows()), strict=True))
    estimate = study.estimate
    assert brief["NPS"] == pytest.approx(estimate.nps, rel=1e-12)
    assert brief["borne basse"] == pytest.approx(estimate.low, rel=1e-12)
    assert brief["écart"] == pytest.approx(study.change.difference, rel=1e-12)  # type: ignore[union-attr]
    for text in (points(estimate.nps, "fr"), interval(estimate.low, estimate.high, "fr")):
        assert text in page
        assert text in shown
    slide = " ".join(texts_of(deck.slides[1]))
    assert f"NPS {points(estimate.nps, 'fr', 0)}" in slide
    assert interval(estimate.low, estimate.high, "fr", 0) in slide
    # The groups: the chart and its sheet carry the unrounded numbers of the workbook.
    rows = list(book["Site"].iter_rows(values_only=True))
    scores = {row[0]: row[1] for row in rows[1:]}
    chart = next(chart for chart in charts_of(deck) if "Lyon" in str(list(chart.plots[0].categories)))
    values = chart.plots[0].series[0].values  # noqa: PD011 -- a series of a chart, not of pandas
    assert values == tuple(scores[name] for name in ("Brest", "Lyon", "Nice"))
    shown_unit = study.units[0].name
    assert isinstance(shown_unit, str)
    score, low = next((row[1], row[2]) for row in rows if row[0] == shown_unit)
    behind = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    drawn = next(row for row in behind.iter_rows(values_only=True) if str(row[0]).startswith(shown_unit))
    assert drawn[1] == pytest.approx(score, rel=1e-12)
    assert drawn[1] - drawn[2] == pytest.approx(low, rel=1e-12)  # the error bar reaches the lower bound
    assert points(score, "fr") in page
    assert points(score, "fr") in shown
    # And the labels.
    shares = {row[0]: row[2] for row in book["Commentaires"].iter_rows(values_only=True)}
    assert shares["Points positifs"] == pytest.approx(study.labels.set_index("label").loc["pro", "share"])
    csv = pd.read_csv(folder / "labels.csv", encoding="utf-8-sig").set_index("label")
    assert csv.loc["pro", "share"] == pytest.approx(shares["Points positifs"])


def test_the_notebook_shows_what_the_page_shows(folder: Path, page: str) -> None:
    notebook = nbformat.read(folder / "study.ipynb", as_version=4)
    pieces = [output["data"]["text/html"] for cell in notebook.cells[1:] for output in cell.outputs if "data" in output]
    assert len(pieces) > 10
    assert [piece for piece in pieces if piece not in page] == []


def test_the_notebook_can_be_run_again(folder: Path) -> None:
    notebook = nbformat.read(folder / "study.ipynb", as_version=4)
    assert all(cell.execution_count for cell in notebook.cells)
    assert not any(output.get("name") == "stderr" for cell in notebook.cells for output in cell.outputs)
    assert "read_survey('../study.toml', mode='téléphone')" in notebook.cells[0].source
    assert "previous=read_export('../avant.csv')" in notebook.cells[0].source
    assert "write_documents(study, '.'" in notebook.cells[-1].source
    assert ".study-" not in (folder / "study.ipynb").read_text(encoding="utf-8")


# The page


def test_the_page_opens_with_the_answer(page: str) -> None:
    assert '<html lang="fr">' in page
    body = page[page.index("<body>") :]
    assert body.index("Sommaire") < body.index("NPS +") < body.index("Ce qui a été lu, et ce qui a été écarté</h2>")
    assert "Nos &lt;clients&gt;" in body


def test_every_chapter_is_in_the_contents(page: str) -> None:
    anchors = re.findall(r'<h2 id="([^"]*)"', page)
    assert re.findall(r'<a href="#([^"]*)"', page) == anchors
    assert len(set(anchors)) == len(anchors) >= 10


def test_every_word_on_the_french_page_is_french(page: str) -> None:
    assert ENGLISH.findall(words_of(page)) == []


def test_pictures_are_inside_and_have_alt_text(page: str) -> None:
    pictures = re.findall(r"<img[^>]*>", page, flags=re.DOTALL)
    assert len(pictures) >= 6
    for picture in pictures:
        assert base64.b64decode(re.search(r"base64,([^\"]+)", picture)[1]).startswith(b"\x89PNG")  # type: ignore[index]
        assert 'class="logo"' in picture or re.search(r'alt="[^"]*\d[^"]*"', picture)
    assert not re.search(r'(?:src|href)="(?:http|//)', page)


# Words of respondents


def test_hostile_comments_are_harmless_on_the_page(page: str) -> None:
    assert "<script" not in page
    assert "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", page)
    assert page.count('dir="auto"') > 10


def test_hostile_comments_are_harmless_and_legible_in_the_workbook(folder: Path) -> None:
    sheet = load_workbook(folder / "study.xlsx")["Extraits"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}  # no formula
    assert all(cell.hyperlink is None for cell in cells)
    texts = " ".join(str(cell.value) for cell in cells)
    for word in ("=HYPERLINK", "<script>", "الخدمة", "👍", "🎉", "a_$b^$"):
        assert word in texts


def test_hostile_comments_are_harmless_in_csv(folder: Path) -> None:
    said = pd.read_csv(folder / "statements.csv", encoding="utf-8-sig")
    assert said["text"].str.startswith("'=HYPERLINK").any()
    assert not said["text"].str.match(r"[=+@\t\r-]").any()


def test_slides_hold_hostile_texts(study: Study, tmp_path: Path) -> None:
    def hostile(study: Study, digits: int) -> list[Part]:
        assert study.quoted or digits
        return [Part(name=text[:20], title=text, sentences=HOSTILE, columns=[(text, HOSTILE)]) for text in HOSTILE]

    write_documents(study, tmp_path, sections=[hostile])
    deck = Presentation(str(tmp_path / "study.pptx"))
    assert len(deck.slides) == 1 + len(HOSTILE)
    assert "الخدمة" in "".join(texts_of(deck.slides[3]))
    assert not any("hlinkClick" in name for name in zipfile.ZipFile(tmp_path / "study.pptx").namelist())


def test_without_quotes_no_word_of_a_respondent_is_shown(survey: pd.DataFrame, tmp_path: Path) -> None:
    marked = survey.assign(**{"Pourquoi cette note ?": survey["Pourquoi cette note ?"] + " zyxwv"})
    study = build_study(read_export(marked), quoted=False, one_pagers="Site")
    for path in write_documents(study, tmp_path):
        content = path.read_bytes()
        if path.suffix in {".pptx", ".xlsx"}:
            archive = zipfile.ZipFile(path)
            content = b"".join(archive.read(name) for name in archive.namelist())
        assert b"zyxwv" not in content


# The slides


def test_slides_have_one_message_each_and_notes(folder: Path) -> None:
    deck = Presentation(str(folder / "study.pptx"))
    slides = list(deck.slides)[1:]
    assert len({slide.shapes.title.text for slide in slides}) == len(slides)
    for slide in slides:
        assert "enquête.csv" in slide.notes_slide.notes_text_frame.text
        assert ENGLISH.findall(slide.shapes.title.text) == []
        assert not re.search(r"[+-]\d+,\d", slide.shapes.title.text)  # whole numbers


def test_charts_are_native_with_error_bars(folder: Path) -> None:
    charts = charts_of(Presentation(str(folder / "study.pptx")))
    assert len(charts) >= 5
    barred = [chart for chart in charts if chart._chartSpace.findall(".//{*}errBars")]
    assert len(barred) >= 4
    frames = [shape for slide in Presentation(str(folder / "study.pptx")).slides for shape in slide.shapes]
    told = [shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in frames if shape.has_chart]
    assert all(re.search(r"\d", text) for text in told)
    for chart in barred:
        plus = [float(value.text) for value in chart._chartSpace.findall(".//{*}errBars/{*}plus//{*}v")]
        assert plus
        assert min(plus) >= 0


def test_a_template_is_used_and_its_slides_left_out(study: Study, tmp_path: Path) -> None:
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "old slide"
    own.slide_width = 8_000_000
    own.save(str(tmp_path / "own.pptx"))
    with zipfile.ZipFile(tmp_path / "own.pptx") as old, zipfile.ZipFile(tmp_path / "own.potx", "w") as new:
        for name in old.namelist():
            kinds = (b"presentationml.presentation.main+xml", b"presentationml.template.main+xml")
            new.writestr(name, old.read(name).replace(*kinds))
    for name in ("own.pptx", "own.potx"):
        write_documents(study, tmp_path / "out", template=tmp_path / name)
        deck = Presentation(str(tmp_path / "out" / "study.pptx"))
        assert deck.slide_width == 8_000_000
        assert "old slide" not in [slide.shapes.title.text for slide in deck.slides]


def test_a_template_without_a_title_gets_a_sentence(study: Study, tmp_path: Path) -> None:
    bare = Presentation()
    for layout in bare.slide_layouts:
        for shape in list(layout.placeholders):
            shape._element.getparent().remove(shape._element)
    bare.save(str(tmp_path / "bare.pptx"))
    (tmp_path / "text.pptx").write_text("no presentation")
    for name, told in (("bare.pptx", "no layout with a title"), ("text.pptx", "is no presentation"), ("x", "read")):
        with pytest.raises(StudyError, match=told):
            write_documents(study, tmp_path / "out", template=tmp_path / name)
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("name", "told"), [("logo.gif", "neither PNG nor JPEG"), ("none.png", "could not be read")])
def test_a_logo_that_is_no_picture(study: Study, tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "logo.gif").write_bytes(b"GIF89a")
    with pytest.raises(StudyError, match=told):
        write_documents(study, tmp_path, logo=tmp_path / name)


# What a study holds


def test_what_a_study_holds(study: Study) -> None:
    assert study.estimate.n == 400
    assert study.groups.keys() == {"Site"}
    assert set(study.quotes["label"]) >= {"pro", "con", "suggestion"}
    # The trend pools the same answers.
    assert study.trend["n"].sum() == 400
    assert study.previous is not None
    assert study.change is not None
    assert study.change.difference == pytest.approx(study.estimate.nps - study.previous.estimate.nps)


def test_small_units_are_hidden_and_cannot_be_subtracted(study: Study, folder: Path) -> None:
    # Brest has 5 answers: hidden, and so is the smaller of the two others, since total minus the rest would give it.
    site = study.groups["Site"].set_index("Site")
    assert site["n"].idxmin() == "Brest"
    hidden = set(site.index[site["suppressed"]])
    smaller = site["n"].drop("Brest").idxmin()
    assert hidden == {"Brest", smaller}
    assert [unit.name for unit in study.units] == [site["n"].idxmax()]
    assert site.loc[["Brest", smaller], ["nps", "promoters", "detractors"]].isna().all(axis=None)
    assert set(study.contrasts["Site"]["Site"]).isdisjoint(hidden)
    book = load_workbook(folder / "study.xlsx")
    labelled = {row[0] for row in book["Codes par Site"].iter_rows(min_row=2, values_only=True)}
    assert labelled == {site["n"].idxmax()}


def test_a_known_population_shortens_the_interval(survey: pd.DataFrame) -> None:
    export = read_export(survey)
    whole = build_study(export)
    finite = build_study(export, survey=read_survey(population_size=500))
    assert finite.estimate == nps(export.responses["score"], population=500)
    assert finite.estimate.high - finite.estimate.low < whole.estimate.high - whole.estimate.low
    with pytest.raises(ValueError, match="population cannot be smaller than the sample"):
        build_study(export, survey=read_survey(population_size=300))


def test_the_methodology_sheet_says_what_is_unknown(study: Study) -> None:
    parts = {part.name: part for part in parts_of(study, ["method"], 1)}
    sheet = dict(parts["Fiche technique"].frame.to_numpy().tolist())  # type: ignore[union-attr]
    assert sheet["Univers"] == "inconnu (non déclaré)"
    assert sheet["Nombre de personnes interrogées"] == "900"
    assert sheet["Taux de retour"] == "44,4\u202f%"  # 400 of 900
    limits = " ".join(parts["Limites"].sentences)
    assert "500 sur 900" in limits


def test_more_answers_than_people_asked(survey: pd.DataFrame, tmp_path: Path) -> None:
    study = build_study(read_export(survey), survey=read_survey(asked=100))
    with pytest.raises(StudyError, match="400 people answered, so at least as many were asked"):
        write_documents(study, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_waves_measured_otherwise_are_said(study: Study) -> None:
    told = parts_of(study, ["change"], 1)[0].sentences
    assert any("mode de recueil" in sentence.casefold() for sentence in told)


def test_groups_hidden_in_one_wave_have_no_change(study: Study, survey: pd.DataFrame, last_wave: pd.DataFrame) -> None:
    shown = study.units[0].name
    moved = study.changes["Site"]
    assert moved["Site"].tolist() == [shown]
    scores = [nps(wave.loc[wave["Site"] == shown, "Nous recommanderiez-vous ?"]).nps for wave in (last_wave, survey)]
    assert moved["difference"].iloc[0] == pytest.approx(scores[1] - scores[0])


def test_a_sharp_shift_is_told_with_its_day() -> None:
    # 40 days at +30 and 40 days at -30, ten answers each.
    usual, worse = [10, 10, 10, 9, 9, 8, 8, 7, 5, 2], [10, 9, 8, 8, 7, 6, 5, 3, 2, 0]
    dates = pd.date_range("2026-03-02", periods=80).repeat(10)
    frame = pd.DataFrame({"How likely are you to recommend us?": usual * 40 + worse * 40, "date": dates})
    (part,) = parts_of(build_study(read_export(frame)), ["trend"], 0)
    assert part.title == "The score shifted by -60 points around April 11, 2026"  # 2 March + 40 days


def test_named_groups_are_shown(survey: pd.DataFrame) -> None:
    study = build_study(read_export(survey, by="Site"), by="Site")
    assert list(study.groups) == ["Site"]
    with pytest.raises(UnknownColumnError, match="did you mean 'Site'"):
        build_study(read_export(survey), by="Sit")


def test_a_survey_without_comments_and_dates(tmp_path: Path) -> None:
    study = build_study(read_export(pd.DataFrame({"How likely are you to recommend us?": [9, 3, 8] * 20})))
    assert study.statements.empty
    for name in SECTIONS:
        show_section(study, name)
    assert [path.name for path in write_documents(study, tmp_path)] == ["study.html", "study.pptx", "study.xlsx"]


def test_a_survey_of_one_answer(tmp_path: Path) -> None:
    study = build_study(read_export(pd.DataFrame({"How likely are you to recommend us?": [9.0]})))
    assert "<svg" not in study.estimate._repr_html_()  # a single answer has no interval
    write_documents(study, tmp_path)
    assert "–" in (tmp_path / "study.html").read_text(encoding="utf-8")


def test_reprs(study: Study) -> None:
    assert "Nos &lt;clients&gt;" in study._repr_html_()
    assert "<svg" in study.estimate._repr_html_()


# Sections


def test_sections_are_chosen_ordered_and_added(study: Study, tmp_path: Path) -> None:
    def extra(study: Study, digits: int) -> list[Part]:
        return [Part(name="extra", title=points(study.estimate.nps, "fr", digits), chapter="A chapter of my own")]

    write_documents(study, tmp_path, sections=["comments", extra, "answer"])
    page = (tmp_path / "study.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2 id="([^"]*)"', page) == [
        "points-positifs-points-négatifs-et-suggestions",
        "a-chapter-of-my-own",
        "en-bref",
    ]
    titles = [slide.shapes.title.text for slide in Presentation(str(tmp_path / "study.pptx")).slides]
    assert points(study.estimate.nps, "fr", 0) in titles


def test_unknown_section(study: Study, tmp_path: Path) -> None:
    told = "there is no section 'answers'; did you mean 'answer'"
    with pytest.raises(UnknownNameError, match=told):
        show_section(study, "answers")
    with pytest.raises(UnknownNameError, match=told):
        write_study(tmp_path / "none.csv", tmp_path / "out", sections=["answers"])


# What goes wrong


def test_a_failed_study_leaves_older_files_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "study.html").write_text("older")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    with pytest.raises(StudyError):
        write_study(tmp_path / "bad.csv", out)
    assert [path.name for path in out.iterdir()] == ["study.html"]
    assert (out / "study.html").read_text() == "older"


def test_an_interrupted_study_leaves_nothing(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("npsanalysis.study.documents.write_xlsx", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_documents(study, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# How often the labels are right


def test_the_method_says_how_often_labels_are_right(study: Study, page: str) -> None:
    measured = load_accuracy().query("quality == 'standard' and lang == 'fr'").set_index("measure")
    (part,) = (part for part in parts_of(study, ["method"], 1) if part.name == "Erreurs de codage")
    assert part.frame is not None
    assert part.frame["lang"].unique().tolist() == ["fr"]  # no statement is English
    praise = measured.loc["pro"]
    told = f"{praise['precision']:.0f} le sont ({praise['precision_low']:.0f} à {praise['precision_high']:.0f})"
    assert told in page
    assert f"<td>{measured.loc['con', 'recall']:.0f} (" in page
    assert "audit_sample" in page


def test_languages_that_are_spoken_are_told_apart(survey: pd.DataFrame) -> None:
    english = simulate_responses(100, lang="en", seed=3)["comment"]
    mixed = survey.assign(**{"Pourquoi cette note ?": [*english, *survey["Pourquoi cette note ?"].iloc[100:]]})
    (part,) = (part for part in parts_of(build_study(read_export(mixed)), ["method"], 1) if part.name == "Label errors")
    assert part.table is not None
    assert "Pros (English)" in part.table.index
    assert "Pros (French)" in part.table.index
    assert len([sentence for sentence in part.sentences if "of 100 that praise" in sentence]) == 2


def test_the_title_of_drivers_leaves_out_what_all_begin_with() -> None:
    rng = np.random.default_rng(1)
    room, desk = rng.integers(1, 6, 300), rng.integers(1, 6, 300)
    frame = pd.DataFrame(
        {
            "How likely are you to recommend us?": np.clip(room + desk, 0, 10),
            "Satisfaction: room": room,
            "Satisfaction: desk": desk,
        }
    )
    (part,) = parts_of(build_study(read_export(frame)), ["drivers"], 0)
    assert "room" in part.title
    assert "Satisfaction" not in part.title


def test_a_score_nobody_gave_has_its_place_on_the_slide(tmp_path: Path) -> None:
    study = build_study(read_export(pd.DataFrame({"How likely are you to recommend us?": [9, 3, 8] * 20})))
    write_documents(study, tmp_path, sections=["distribution"])
    (chart,) = charts_of(Presentation(str(tmp_path / "study.pptx")))
    assert list(chart.plots[0].categories) == [str(score) for score in range(11)]


def test_quotes_end_where_the_thought_ends() -> None:
    comments = ["The staff are lovely, but the queue is endless."] * 20
    frame = pd.DataFrame({"How likely are you to recommend us?": [9, 3] * 10, "Why this score?": comments})
    study = build_study(read_export(frame, comment="Why this score?"))
    (slide,) = (part for part in parts_of(study, ["comments"], 0) if part.columns)
    praise = dict(slide.columns)["What pleases"]
    assert praise == ["“The staff are lovely”"]
