"""Exports shaped as survey tools write them, made by hand: each is read untold."""

# ruff: noqa: E501 -- lines of files are as long as they are

from __future__ import annotations

import io

import pandas as pd
import pytest

from npsanalysis import read_export


def table(header: str, *rows: str) -> str:
    return "\n".join([header, *rows]) + "\n"


DELIGHTED = table(
    "Person ID,Person Email,Person Name,Person Phone,Response ID,Score,Comment,Permalink,Survey Type,Created At,Plan,NPS Group",
    *(
        f"{900 + k},p{k}@example.org,Pat Lee{k},,{7000000000 + k},{score},{text},https://example.org/r/{k},nps,"
        f"2024-02-{k + 1:02d} 10:11:12 UTC,{plan},{group}"
        for k, (score, text, plan, group) in enumerate([
            (10, "Love the new dashboard", "Pro", "Promoter"), (9, "", "Free", "Promoter"),
            (7, "Fine but slow on Mondays", "Pro", "Passive"), (3, "Billing is a mess", "Free", "Detractor"),
            (8, "", "Free", "Passive"), (10, "Great support team", "Pro", "Promoter"),
            (2, "Crashed twice this week", "Pro", "Detractor"), (9, "Does what it says", "Free", "Promoter"),
        ])
    ),
)  # fmt: skip

TYPEFORM = table(
    "#,How likely are you to recommend Acme to a friend or colleague?,What's the main reason for your score?,"
    "Which product do you use?,Response Type,Start Date (UTC),Submit Date (UTC),Network ID,Tags",
    *(
        f"{key},{score},{text},{product},completed,2024-01-{k + 1:02d} 08:00:00,2024-01-{k + 1:02d} 08:02:10,{key[::-1]},"
        for k, (key, score, text, product) in enumerate([
            ("a1f3b2", 9, "Easy to set up", "Mobile"), ("b7c9d1", 10, "Friendly people", "Mobile"),
            ("c3e5f7", 6, "Too many e-mails from you", "Desktop"), ("d2a4b6", 8, "", "Desktop"),
            ("e8f1a3", 0, "Lost all of my data once", "Mobile"), ("f5b7c9", 10, "Just works for us", "Desktop"),
        ])
    ),
)  # fmt: skip

GOOGLE_FR = table(
    "Horodateur,Adresse e-mail,Quelle est la probabilité que vous recommandiez notre association à un proche ?,"
    "Quelles sont les raisons de votre note ?,Que pourrions-nous améliorer ?,Quels services utilisez-vous ?",
    *(
        f'{d}/04/2024 18:22:0{k},m{k}@example.org,{score},{why},{better},"{uses}"'
        for k, (d, score, why, better, uses) in enumerate([
            ("02", 10, "Bénévoles formidables", "Rien", "Aide, Sorties"), ("03", 8, "Bonne ambiance", "Les horaires", "Sorties"),
            ("15", 4, "Locaux trop petits et sales", "Changer de salle", "Aide, Repas"), ("16", 9, "Très utile", "", "Repas, Sorties"),
            ("17", 10, "", "Plus de sorties le dimanche", "Aide"), ("18", 7, "Correct sans plus", "ras", "Aide, Repas"),
        ])
    ),
)  # fmt: skip

LIMESURVEY_FR = "\ufeff" + table(
    '"ID de la réponse";"Date de soumission";"Dernière page";"Langue de départ";"Tête de série";"Date de lancement";'
    '"Date de la dernière action";"Adresse IP";"Dans quelle mesure recommanderiez-vous notre hôpital ? [0 = pas du tout, 10 = tout à fait]";'
    '"Pourquoi ?";"Quels services ? [Urgences]";"Quels services ? [Maternité]"',
    *(
        f'"{k + 1}";"2024-03-{k + 10} 09:12:44";"3";"fr";"{1234567 + k}";"2024-03-{k + 10} 09:01:00";"2024-03-{k + 10} 09:12:44";'
        f'"192.0.2.{k}";"{score}";"{text}";"{a}";"{b}"'
        for k, (score, text, a, b) in enumerate([
            (9, "Équipe attentive", "Oui", "Non"), (3, "Six heures d'attente", "Oui", "Non"), (10, "Merci à tous", "Non", "Oui"),
            (7, "", "Non", "Oui"), (8, "Chambre bruyante", "Oui", "Oui"), (10, "Suivi exemplaire", "Non", "Non"),
        ])
    ),
)  # fmt: skip

SURVEYMONKEY = table(
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,"
    "How likely is it that you would recommend our club to a friend or colleague?,Which classes do you take?,,,"
    "What would you change?",
    ",,,,,,,,,,Yoga,Boxing,Other (please specify),Open-Ended Response",
    *(
        f"{118000000000 + k},4455667,03/{d}/2024 11:02:03 AM,03/{d}/2024 11:05:00 AM,198.51.100.{k},,,,,{score},{yoga},{box},,{text}"
        for k, (d, score, yoga, box, text) in enumerate([
            ("04", "Extremely likely - 10", "Yoga", "", "Longer hours please"), ("13", 9, "Yoga", "Boxing", ""),
            ("14", 5, "", "Boxing", "Clean the showers more often"), ("15", 8, "Yoga", "", "Nothing"),
            ("16", "Not at all likely - 0", "", "Boxing", "Staff were rude to me"), ("17", 10, "Yoga", "", "More yoga in the morning"),
        ])
    ),
)  # fmt: skip

MEDALLIA = table(
    "Survey ID|Unit Name|Response Date|Likelihood to Recommend - Property|Overall Satisfaction|Staff Service Overall|Comment - Overall|LTR Segment",
    *(
        f"{k + 5000}|{unit}|2024-05-{k + 1:02d}|{ltr}|{sat}|{staff}|{text}|{segment}"
        for k, (unit, ltr, sat, staff, text, segment) in enumerate([
            ("Paris", 10, 10, 9, "Spotless room and kind staff", "Promoter"), ("Paris", 9, 8, 10, "Lovely breakfast", "Promoter"),
            ("Nice", 6, 7, 5, "Noise from the street all night", "Detractor"), ("Nice", 8, 9, 8, "", "Passive"),
            ("Nice", 2, 3, 4, "Air conditioning was broken", "Detractor"), ("Paris", 10, 10, 10, "Perfect stay", "Promoter"),
        ])
    ),
)  # fmt: skip

ZENDESK = table(
    "Survey name,Recipient name,Recipient email,Rating,Comment,Responded at,Delivered at,Customer type",
    *(
        f"Q1 NPS survey,Sam{k} Poe,s{k}@example.org,{score},{text},2024-06-{k + 1:02d}T09:30:00Z,2024-05-30T08:00:00Z,{kind}"
        for k, (score, text, kind) in enumerate([
            (10, "Quick answers every time", "Promoter"), (4, "Waited nine days for a reply", "Detractor"),
            (9, "", "Promoter"), (7, "Average experience overall", "Passive"), (10, "Kind agents", "Promoter"),
            (8, "", "Passive"), (1, "Nobody ever called me back", "Detractor"), (9, "Good follow-up", "Promoter"),
        ])
    ),
)  # fmt: skip

QUALTRICS = table(
    "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,RecipientEmail,Q1_NPS_GROUP,Q1,Q2",
    'Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,Recorded Date,Response ID,Recipient Email,'
    '"On a scale from 0-10, how likely are you to recommend<br>our bank? - Group","On a scale from 0-10, how likely are you to recommend<br>our bank?",'
    "Please tell us why",
    ",".join(f'"{{""ImportId"":""{name}""}}"' for name in (
        "startDate", "endDate", "status", "ipAddress", "progress", "duration", "finished", "recordedDate", "_recordId",
        "recipientEmail", "QID1_NPS_GROUP", "QID1", "QID2_TEXT",
    )),
    *(
        f"2024-02-01 10:0{k}:00,2024-02-01 10:0{k}:30,{status},203.0.113.{k},100,30,True,2024-02-01 10:0{k}:31,R_{k}abc,,{group},{score},{text}"
        for k, (status, group, score, text) in enumerate([
            ("Survey Preview", "Promoter", 10, "test"), ("IP Address", "Promoter", 9, "Good rates for savers"),
            ("IP Address", "Detractor", 3, "Closed my branch"), ("IP Address", "Passive", 8, ""),
            ("IP Address", "Promoter", 10, "Honest advice on loans"), ("IP Address", "Detractor", 6, "Fees keep going up"),
        ])
    ),
)  # fmt: skip

QUALTRICS_LEGACY = "\ufeff" + table(
    "V1,V2,V3,V4,V5,V6,V7,V8,V9,V10,Q1,Q2",
    "ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,EndDate,Finished,"
    "How likely are you to recommend our school?,Why?",
    *(
        f"R_{k}xyz,Default Response Set,Anonymous,,,192.0.2.{k},0,2014-02-0{k + 1} 10:00:00,2014-02-0{k + 1} 10:05:00,1,{score},{text}"
        for k, (score, text) in enumerate([
            (10, "Excellent teachers"), (9, ""), (5, "Old and cold buildings"), (7, "Decent canteen"), (10, "Safe place")
        ])
    ),
)  # fmt: skip

SURVICATE = table(
    '"Respondent","","Q1: How likely are you to recommend us?","","Q2: What could we do better?",""',
    '"UUID","Date & Time (UTC)","Answer","Comment","Answer","URL"',
    *(
        f'"u-{k}","2024-07-0{k + 1} 14:00:00","{score}","","{text}","https://example.org/p{k}"'
        for k, (score, text) in enumerate([
            (9, "Dark mode would be nice"), (10, ""), (4, "Search never finds anything"), (8, "More templates"), (10, "Keep going"),
        ])
    ),
)  # fmt: skip

ASKNICELY = table(
    "name,email,answer,comment,segment,responded,workflow status",
    *(
        f"Kim{k} Roe,k{k}@example.org,{score},{text},{segment},{d}/01/24,Open"
        for k, (score, text, segment, d) in enumerate([
            (10, "Best gym in town", "Gold", "13"), (9, "", "Gold", "14"), (6, "Crowded at six", "Basic", "15"),
            (8, "", "Basic", "16"), (3, "Broken lockers again", "Basic", "17"), (10, "Love the pool", "Gold", "18"),
        ])
    ),
)  # fmt: skip


def microsoft_forms() -> io.BytesIO:
    frame = pd.DataFrame(
        {
            "ID": range(1, 7),
            "Start time": pd.date_range("2024-03-01 09:00", periods=6, freq="D"),
            "Completion time": pd.date_range("2024-03-01 09:04", periods=6, freq="D"),
            "Email": ["anonymous"] * 6,
            "Name": [None] * 6,
            "How likely are you to recommend the training to a colleague?": [10, 9, 7, 10, 3, 8],
            "What did you like most?": [
                "The trainer",
                "Real cases",
                None,
                "Good pace",
                "The coffee",
                "Exercises on our data",
            ],
            "Which session did you attend?": ["Morning", "Morning", "Afternoon", "Morning", "Afternoon", "Afternoon"],
        }
    )
    buffer = io.BytesIO()
    frame.to_excel(buffer, index=False, sheet_name="Form1")
    return io.BytesIO(buffer.getvalue())


# name: file, scores, the columns that must have these roles (by the file's own names)
TOOLS = {
    "Delighted": (DELIGHTED, [10, 9, 7, 3, 8, 10, 2, 9], {
        "Comment": "comment", "Response ID": "response_id", "Person Email": "contact", "Person Name": "contact",
        "Created At": "date", "NPS Group": "label", "Plan": "group", "Person ID": "respondent_id",
    }),
    "Typeform": (TYPEFORM, [9, 10, 6, 8, 0, 10], {
        "#": "response_id", "What's the main reason for your score?": "comment", "Submit Date (UTC)": "date",
        "Which product do you use?": "group",
    }),
    "Google Forms": (GOOGLE_FR, [10, 8, 4, 9, 10, 7], {
        "Horodateur": "date", "Adresse e-mail": "contact", "Quelles sont les raisons de votre note ?": "comment",
        "Que pourrions-nous améliorer ?": "comment", "Quels services utilisez-vous ?": "multi",
    }),
    "LimeSurvey": (LIMESURVEY_FR, [9, 3, 10, 7, 8, 10], {
        "ID de la réponse": "response_id", "Date de soumission": "date", "Adresse IP": "contact", "Pourquoi ?": "comment",
        "Quels services ? [Urgences]": "multi", "Date de lancement": "other",
    }),
    "SurveyMonkey": (SURVEYMONKEY, [10, 9, 5, 8, 0, 10], {
        "Respondent ID": "respondent_id", "End Date": "date", "IP Address": "contact", "What would you change?": "comment",
        "Which classes do you take? - Yoga": "multi",
    }),
    "Medallia": (MEDALLIA, [10, 9, 6, 8, 2, 10], {
        "Comment - Overall": "comment", "Response Date": "date", "Unit Name": "group", "LTR Segment": "label",
        "Overall Satisfaction": "driver",
    }),
    "Zendesk": (ZENDESK, [10, 4, 9, 7, 10, 8, 1, 9], {
        "Recipient email": "contact", "Recipient name": "contact", "Comment": "comment", "Responded at": "date",
        "Customer type": "label",
    }),
    "Qualtrics": (QUALTRICS, [10, 9, 3, 8, 10, 6], {
        "ResponseId": "response_id", "RecordedDate": "date", "Q2": "comment", "Q1_NPS_GROUP": "label", "IPAddress": "contact",
    }),
    "Qualtrics, legacy": (QUALTRICS_LEGACY, [10, 9, 5, 7, 10], {"Q2": "comment", "V9": "date", "V6": "contact", "V1": "response_id"}),
    "Survicate": (SURVICATE, [9, 10, 4, 8, 10], {"Q2: What could we do better?": "comment"}),
    "AskNicely": (ASKNICELY, [10, 9, 6, 8, 3, 10], {
        "email": "contact", "name": "contact", "comment": "comment", "segment": "group", "responded": "date",
    }),
    "Microsoft Forms": (None, [10, 9, 7, 10, 3, 8], {
        "ID": "response_id", "Completion time": "date", "Email": "contact", "What did you like most?": "comment",
        "Which session did you attend?": "group",
    }),
}  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tools_export_is_read_untold(tool: str) -> None:
    text, scores, roles = TOOLS[tool]
    export = read_export(microsoft_forms() if text is None else io.BytesIO(text.encode()))
    assert export.responses["score"].tolist() == scores
    found = export.columns.set_index("source")["role"]
    assert {name: found.get(name) for name in roles} == roles, export.columns.to_string()
    personal = set(export.columns.loc[export.columns["role"] == "contact", "source"])
    assert not personal & set(export.responses.columns)


def test_qualtrics_previews_are_offered_for_exclusion() -> None:
    audit = read_export(io.BytesIO(QUALTRICS.encode())).audit.set_index("what")
    assert audit.loc["test_rows", "count"] == 1
    assert audit.loc["test_rows", "done"] == "offered"


def test_wordings_come_from_the_second_row_without_html() -> None:
    export = read_export(io.BytesIO(QUALTRICS.encode()))
    assert export.questions == {"comment": "Please tell us why"}
