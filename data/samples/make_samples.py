"""Make the bundled samples: five invented surveys, written as the tools of the trade write them.

Run `python data/samples/make_samples.py`; the same files come out each time. README.md says what is planted in each.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from npsanalysis import simulate_responses

HERE = Path(__file__).parent


def make_hotels() -> None:
    """Write a French hotel chain as French Excel writes it: semicolons, cp1252, decimal comma, dd/mm/yyyy."""
    survey = simulate_responses(
        900,
        nps=32,
        groups={
            "Hôtel": {"Lyon Part-Dieu": 18, "Nantes Centre": 8, "Lille Gare": 0, "Nice Promenade": -26},
            "Motif du séjour": {"Loisirs": 8, "Affaires": -8},
        },
        drivers={"chambre": 0.55, "accueil": 0.35, "petit-déjeuner": 0.25, "wifi": 0.0},
        start="2025-03-01",
        days=184,
        sector="hotel",
        lang="fr",
        comment_rate=0.7,
        seed=11,
    )
    rng = np.random.default_rng(11)
    score = survey["score"].map("{:.0f}".format)
    score[rng.choice(900, 14, replace=False)] = ""
    score[[101, 333, 702]] = ["NSP", "11", "Sans réponse"]
    table = pd.DataFrame(
        {
            "N°": np.arange(1, 901),
            "Date de réponse": survey["date"].dt.strftime("%d/%m/%Y"),
            "Adresse e-mail": [f"client{i:04d}@exemple.fr" for i in rng.permutation(900)],
            "Hôtel": survey["Hôtel"],
            "Motif du séjour": survey["Motif du séjour"],
            "Montant du séjour (€)": [f"{value:.2f}".replace(".", ",") for value in np.exp(rng.normal(5.4, 0.5, 900))],
            "Sur une échelle de 0 à 10, quelle est la probabilité que vous nous recommandiez à un proche ?": score,
            "Pourquoi avez-vous donné cette note ?": survey["comment"].fillna(""),
            **{
                f"Satisfaction : {name}": survey[name].map("{:.0f}".format)
                for name in ("chambre", "accueil", "petit-déjeuner", "wifi")
            },
        }
    )
    table.to_csv(
        HERE / "hotels_fr.csv", sep=";", encoding="cp1252", index=False, lineterminator="\r\n", errors="replace"
    )


def make_software() -> None:
    """Write an English software product: UTF-8, ISO dates, driver ratings, weights."""
    survey = simulate_responses(
        1200,
        nps=24,
        groups={"plan": {"Free": -16, "Team": 4, "Enterprise": 12}, "region": {"EMEA": 0, "Americas": 0, "APAC": 0}},
        drivers={"ease_of_use": 0.55, "reliability": 0.40, "support": 0.25, "price": 0.15, "design": 0.0},
        start="2025-01-06",
        days=360,
        trend=20,
        sector="software",
        lang="en",
        comment_rate=0.65,
        seed=22,
    )
    # Free users answer half as often as others, so they weigh more; a little noise, as real weights have.
    usual = survey["plan"].map({"Free": 1.8, "Team": 0.8, "Enterprise": 0.4})
    noise = np.exp(np.random.default_rng(22).normal(0, 0.15, len(survey)))
    table = survey.rename(
        columns={
            "score": "How likely are you to recommend us to a friend or colleague?",
            "comment": "What is the main reason for your score?",
            "date": "submitted_at",
        }
    ).assign(weight=(usual * noise).round(3))
    table["submitted_at"] = table["submitted_at"].dt.strftime("%Y-%m-%d")
    _whole_numbers(table).to_csv(HERE / "software_en.csv", index=False, lineterminator="\n")


def make_bank() -> None:
    """Write an English bank as Qualtrics exports it: three header rows, previews."""
    survey = simulate_responses(
        420,
        nps=12,
        groups={"Branch": {"City": 10, "Suburb": 0, "Rural": -10}},
        start="2025-09-01",
        days=30,
        sector="bank",
        lang="en",
        comment_rate=0.8,
        seed=33,
    )
    rng = np.random.default_rng(33)
    minutes = pd.to_timedelta(rng.integers(8 * 60, 20 * 60, len(survey)), unit="min")
    begun = survey["date"].astype("datetime64[s]") + minutes
    names = [
        ("StartDate", "Start Date", "startDate", begun.astype(str)),
        ("EndDate", "End Date", "endDate", (begun + pd.Timedelta(minutes=3)).astype(str)),
        (
            "Status",
            "Response Type",
            "status",
            ["Survey Preview" if i in {0, 1} else "IP Address" for i in survey.index],
        ),
        ("Progress", "Progress", "progress", 100),
        ("Finished", "Finished", "finished", "True"),
        ("RecordedDate", "Recorded Date", "recordedDate", (begun + pd.Timedelta(minutes=3)).astype(str)),
        ("ResponseId", "Response ID", "_recordId", [f"R_{rng.integers(16**12):012x}" for _ in survey.index]),
        ("RecipientEmail", "Recipient Email", "recipientEmail", ""),
        (
            "Q1_NPS_GROUP",
            "How likely is it that you would recommend our bank to a friend or colleague? - Group",
            "QID1_NPS_GROUP",
            np.select([survey["score"] >= 9, survey["score"] >= 7], ["Promoter", "Passive"], "Detractor"),
        ),
        (
            "Q1",
            "How likely is it that you would recommend our bank to a friend or colleague?",
            "QID1",
            survey["score"].map("{:.0f}".format),
        ),
        ("Q2", "Please tell us why you gave this score.", "QID2_TEXT", survey["comment"].fillna("")),
        ("Q3", "Which kind of branch do you use most?", "QID3", survey["Branch"]),
    ]
    with (HERE / "bank_qualtrics_en.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([name for name, _, _, _ in names])
        writer.writerow([wording for _, wording, _, _ in names])
        writer.writerow([f'{{"ImportId":"{code}"}}' for _, _, code, _ in names])
        table = pd.DataFrame({name: values for name, _, _, values in names})
        writer.writerows(table.itertuples(index=False))


def make_industry() -> None:
    """Write a French industrial firm: several respondents an account, revenue, a release that costs 40 points."""
    survey = simulate_responses(
        5000,
        nps=34,
        groups={"Région": {"Nord": 6, "Ouest": 6, "Est": -2, "Sud": -10}, "Gamme": {"Pompes": 4, "Vannes": -4}},
        drivers={"Qualité des produits": 0.5, "Respect des délais": 0.45, "Support technique": 0.3, "Catalogue": 0.0},
        start="2025-01-01",
        days=365,
        event=("2025-09-16", -40),
        accounts=650,
        sector="industry",
        lang="fr",
        comment_rate=0.6,
        seed=44,
    )
    table = survey.rename(
        columns={
            "response_id": "Id réponse",
            "score": "Recommanderiez-vous notre entreprise à un confrère ? (0 à 10)",
            "comment": "Pour quelles raisons ?",
            "date": "Date",
            "account_id": "Compte",
            "respondent_id": "Id répondant",
            "revenue": "CA annuel (€)",
        }
    )
    table["Date"] = table["Date"].dt.strftime("%Y-%m-%d")
    _whole_numbers(table).to_csv(
        HERE / "industry_fr.csv", sep=";", encoding="utf-8-sig", index=False, lineterminator="\n"
    )


def make_residences() -> None:
    """Write a small French holiday firm as a workbook, with a title line above the header and a total below."""
    survey = simulate_responses(
        320,
        nps=45,
        groups={"Résidence": {"Bord de mer": 0, "Centre-ville": 0}},
        start="2025-11-03",
        days=40,
        sector="hotel",
        lang="fr",
        comment_rate=0.5,
        seed=55,
    )
    table = pd.DataFrame(
        {
            "Horodateur": survey["date"],
            "Résidence": survey["Résidence"],
            "Note de recommandation (0-10)": survey["score"],
            "Un commentaire ?": survey["comment"],
        }
    )
    total = ["Moyenne", None, float(survey["score"].mean()), None]
    rows = [["Enquête clients, hiver 2025"], [], list(table.columns), *table.astype(object).to_numpy().tolist(), total]
    sheet = pd.DataFrame([row + [None] * (4 - len(row)) for row in rows])
    with pd.ExcelWriter(HERE / "residences_fr.xlsx", engine="xlsxwriter", datetime_format="dd/mm/yyyy") as book:
        book.book.set_properties({"created": pd.Timestamp("2025-12-15").to_pydatetime()})
        pd.DataFrame({"Notes": ["Export du 15/12/2025", "Ne pas diffuser"]}).to_excel(
            book, sheet_name="Lisez-moi", index=False
        )
        sheet.to_excel(book, sheet_name="Réponses", index=False, header=False)


def _whole_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Write whole floats without a fraction."""
    floats = table.select_dtypes("float").columns
    whole = [column for column in floats if (table[column].dropna() % 1 == 0).all()]
    return table.astype(dict.fromkeys(whole, "Int64"))


if __name__ == "__main__":
    for make in (make_hotels, make_software, make_bank, make_industry, make_residences):
        make()
        print(make.__doc__)
