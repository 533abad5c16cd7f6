"""The words that survey exports use for their questions and columns, by language: the only place where they stand.

A phrase is a few folded words (no accents, no capitals, no signs); `*` ends a stem, `…` lets words in between.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RECOMMEND = (
    # English
    "recommend", "recommending", "recomend", "likel* … recommendation", "intent* to recommend", "likel* … refer",
    "would you refer", "refer … friend*", "refer … colleague*", "suggest us", "suggest … friend*",
    # French
    "recommander*", "recommandiez", "probab* … recommandation", "intention* … recommandation", "conseilleri*",
    "parleriez", "parlerez",
    # Spanish, German, Dutch, Portuguese, Italian
    "recomiend*", "recomendari*", "recomendar*", "recomende*", "weiterempf*", "empfehlen", "empfiehlst",
    "aanbevelen", "aanbeveel*", "aanraden", "consiglieres*", "consigliereb*", "consigliare*",
    "raccomandere*", "raccomandare*",
)  # fmt: skip
"""Verbs of a question that asks whether one would recommend; the values must then be 0-10."""

RECOMMENDATION = (
    "recommend*", "recomend*", "recommand*", "reco", "qreco", "ltr", "likelihood to refer", "empfehl*", "recomendac*",
    "consigli*", "raccomand*", "aanbevel*",
)  # fmt: skip
"""Nouns for it, in the name of a column."""

RECEIVED = (
    "recommendations", "recommandations", "recomendaciones", "recomendacoes", "raccomandazioni", "empfehlungen",
    "aanbevelingen", "consigliere", "consiglieri", "consigli", "quality", "qualite", "qualitat", "calidad", "qualita",
    "useful*", "utile", "utilite", "clarity", "clarte", "clear", "relevan*", "pertinen*", "satisf*", "given",
    "received", "recu", "recue", "recues", "recus", "erhalten", "anzahl", "followed", "suivie*", "affiche*", "shown",
)  # fmt: skip
"""Words beside such a noun that speak of recommendations one was given."""

NET_PROMOTER = ("*nps*", "net promot*", "netpromot*", "np score")
"""A column that says it is the recommendation score."""

NAMED_SCORE = (
    "nps", "ltr", "nps score", "score nps", "note nps", "nps rating", "nps note", "net promoter score", "net promoter",
    "recommend", "recommendation", "recommandation", "reco", "qreco", "note reco", "score reco", "recommend score",
    "note de recommandation", "score de recommandation", "likelihood to recommend", "intent to recommend",
)  # fmt: skip
"""Whole names that say it, with nothing beside."""

NOT_THE_SCORE = (
    "group", "groupe", "category", "categorie", "type", "segment", "segmentation", "label", "class", "classe", "bucket",
    "status", "statut", "count", "number", "numero", "how many", "nombre", "combien", "id", "date", "previous", "prior",
    "last survey", "last nps", "last ltr", "last score", "last rating",
    "old", "ancien*", "n 1", "precedent*", "former", "target", "cible", "objectif", "benchmark", "goal",
    "average", "moyen*", "mean", "duration", "comment*", "reason", "raison", "delta", "change", "evolution", "version",
    "wave", "vague", "round", "already", "deja", "competitor*", "concurren*", "wettbewerb*", "competidor*",
    "rank", "rang", "decile", "quartile", "percentile", "page", "index", "seq", "sequence", "invit*", "complete",
    "order", "ordre",
)  # fmt: skip
"""Words beside `nps` or `recommend` that make a column something else."""

COUNTED = ("how many", "combien", "number of", "anzahl", "nombre de", "numero de")
"""Words of a question whose answer is a count."""

ANOTHER = ("competitor*", "concurren*", "wettbewerb*", "competidor*", "concorrente*", "previously", "avez vous deja")
"""Words in a question that make another one the better choice."""

PLAIN_SCORE = (
    "score", "note", "notes", "rating", "rate", "answer", "answer score", "reponse", "response", "value", "valeur",
    "puntuacion", "nota", "bewertung", "punteggio", "pontuacao", "voto", "survey score", "note globale", "note sur 10",
    "score sur 10", "evaluation", "mark", "overall score", "overall rating", "note 10", "rating 10", "score 10",
    "note 0 10", "score 0 10", "survey response", "score client", "note client", "likelihood",
)  # fmt: skip
"""Whole names that say no more than that the column is a score."""

ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "response_id": (
        "response id", "responseid", "id", "identifiant", "reponse id", "id reponse", "id de la reponse", "record id",
        "response uuid", "uuid", "survey response id", "numero de reponse", "submission id", "answer id", "no",
        "antwort id", "id de respuesta", "id respuesta", "case id", "id questionnaire", "n", "ref", "token",
        "network id", "response number", "id de reponse", "id enquete", "record number", "record no", "key", "cle",
        "recordid", "row id", "serial", "num",
    ),
    "respondent_id": (
        "respondent id", "contact id", "contact", "id contact", "respondent", "customer id", "customerid",
        "client id", "clientid", "id client", "user id",
        "userid", "person id", "visitor id", "member id", "id repondant", "repondant", "numero client",
        "num client", "n client", "customer number", "code client", "external id", "externalreference",
        "external reference", "external data reference", "participant id", "participant", "panelist id", "subject id",
        "employee id", "matricule", "kundennummer", "kunden id", "id cliente", "customer", "requester id", "user",
        "respondent uuid", "people id", "patient id", "id usager", "numero adherent", "crm id",
    ),
    "account_id": (
        "account id", "accountid", "account number", "account no", "account", "id compte", "compte", "compte client",
        "numero compte", "numero de compte", "code compte", "company id", "organization id", "organisation id",
        "id societe", "id entreprise", "siren", "siret", "account name", "nom du compte", "salesforce account id",
        "code client", "customer id", "client id", "id client", "numero client", "customer number",
    ),
    "weight": (
        "weight", "weights", "weighting", "wgt", "wt", "poids", "ponderation", "coef", "coefficient", "redressement",
        "coef de redressement", "coefficient de redressement", "poids de redressement", "weight factor",
        "survey weight", "sampling weight", "gewicht", "gewichtung", "peso", "ponderacion", "peso amostral",
        "weightvec",
        "final weight", "poids final", "coef redressement", "pond", "poids client",
    ),
})  # fmt: skip
"""Whole names of columns, by role."""

IDS = ("id", "ids", "identifiant", "uuid", "guid", "numero", "num", "no", "ref", "reference", "serial", "matricule")
"""Words of names of columns whose numbers count nothing."""

COMMENT = (
    "comment*", "verbatim*", "feedback", "explication*", "pourquoi", "why", "reason*", "raison*", "suggestion*",
    "suggest", "improve*", "amelior*", "remarque*", "remark*", "opinion*", "open ended*", "open end", "open text",
    "free text", "texte libre", "reponse libre", "champ libre", "tell us", "dites nous", "what did you", "what do you",
    "what could", "what can we", "what would", "what should", "what is the main", "what was missing", "what went",
    "que pouvons", "que pourrions", "que devrions", "qu avez vous", "qu est ce qu*", "quels points", "quel est le",
    "que manque*", "manque*", "describe", "decrivez", "precisez", "precisions", "expliquez", "explain", "elaborate",
    "anything else", "autre chose", "plaint*", "complain*", "message", "verbatims", "text", "texte", "avis",
    "por que", "porque", "comentario*", "sugerencia*", "que es lo que", "que mejorar*", "razon*", "motivo*",
    "warum", "kommentar*", "grund", "anmerkung*", "vorschlag*", "verbesser*", "comentari*", "perche", "commento",
    "commenti", "suggeriment*", "sugesto*", "por qual", "like best", "like least", "aime* le", "note comment",
    "additional", "follow up",
)  # fmt: skip
"""An open question, when the answers are texts."""

OPENLY = (
    "why", "*why", "pourquoi", "que changer*", "ouverte*", "oe", "open ended*", "open end", "verbatim*",
    "commentaire*", "que pouvons", "que pourrions", "que devrions", "what could", "what would you", "tell us why",
    "main reason", "raison principale", "warum", "por que", "perche",
)  # fmt: skip
OPEN_NAMES = ("comment", "comments", "motif", "raison", "reason", "feedback", "explication", "explain", "suggestions")
"""An open question however short and alike its answers are: by a word of it, by its whole name."""

NOT_A_RATING = (
    "wave", "vague", "round", "sexe", "sex", "gender", "genre", "age", "tranche d age", "csp", "income", "revenu",
    "decile", "quartile", "percentile",
)  # fmt: skip
"""Words of columns whose small numbers are codes."""

NOT_A_COMMENT = (
    "check all", "select all", "cochez", "plusieurs reponses", "select one", "choose*", "choisissez",
    "which statement", "which option", "que opcion", "quelle option", "laquelle", "browser*",
    "user agent", "url", "link", "lien", "file", "fichier", "device*", "topics", "tags", "tag", "theme*", "title",
    "titre", "category", "categorie", "referrer", "page", "survey name", "campaign", "campagne", "elige", "marca",
    "reply", "internal note*", "sentiment*", "language", "langue",
)  # fmt: skip
"""A text column that is no open question."""

CONTACT: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "email": (
        "email*", "e mail*", "mail", "courriel*", "adresse mail", "adresse electronique", "correo*", "recipientemail",
        "recipient email", "adresse e mail", "person email", "customer email", "client email", "contact email",
        "user email", "respondent email", "requester email", "mail du client", "email du client", "votre email",
    ),
    "phone": (
        "phone*", "telephone*", "tel", "mobile", "portable", "gsm", "cell", "cellphone", "telefon*", "telefono*",
        "person phone", "customer phone", "contact phone", "mobile phone", "phone number", "numero de telephone",
        "handy*", "celular", "whatsapp",
    ),
    "name": (
        "first name", "firstname", "last name", "lastname", "surname", "full name", "fullname", "name", "nom", "prenom",
        "prenoms", "nom et prenom", "nom prenom", "prenom et nom", "prenom nom", "nom complet", "nom de famille",
        "your name", "votre nom", "customer name", "client name", "nom du client", "nom client", "contact name",
        "nom du contact", "respondent name", "recipient first name", "recipient last name", "recipient name",
        "recipientfirstname", "recipientlastname", "requester name", "user name", "username", "vorname", "nachname",
        "nombre", "apellido*", "nome", "cognome", "sobrenome", "nombre completo", "given name", "family name",
        "nom client",
        "initials", "initiales", "person name", "guest name", "member name", "patient name", "employee name",
        "participant name", "visitor name", "nom du repondant", "nom du patient", "nom du contact", "display name",
        "nom d utilisateur", "nom utilisateur", "interviewer name", "reviewer name", "author", "auteur",
    ),
    "ip": ("ip", "ip address", "ipaddress", "adresse ip", "ip adresse", "direccion ip", "ip addr", "remote addr"),
    "address": (
        "address", "adresse", "coordonnees",
        "postal address", "street*", "adresse postale", "rue", "direccion", "anschrift",
        "address 1", "address 2", "locationlatitude", "locationlongitude", "location latitude", "location longitude",
        "latitude", "longitude", "home address", "billing address", "mailing address",
    ),
    "birth": ("date of birth", "birth date", "birthdate", "birthday", "date de naissance", "dob", "geburtsdatum",
              "fecha de nacimiento", "nascimento", "data di nascita", "ne le", "nee le"),
})  # fmt: skip
"""Whole names of personal columns, by what they hold."""

CONTACT_SAID: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "name": (
        "first name", "last name", "full name", "your name", "votre nom", "quel est votre nom", "votre prenom",
        "nom et prenom", "nom prenom", "prenom nom", "nombre y apellidos", "tu nombre", "su nombre", "ihr name",
        "nom de l enquete", "nom de l interviewe", "nom du client", "nom du patient", "username", "user name",
    ),
    "contact": (
        "recontact*", "vos coordonnees", "coordonnees pour", "laissez votre mail", "laissez votre e mail",
        "laissez votre adresse",
        "leave your e mail", "leave your email", "leave your phone", "leave your name", "contact details",
        "your contact", "votre email", "votre e mail", "your email", "votre telephone",
    ),
    "number": (
        "iban", "securite sociale", "social security", "ssn", "immatriculation", "number plate", "license plate",
        "licence plate", "registration plate", "passport", "passeport", "kennzeichen", "carte d identite",
    ),
    "place": ("latitude", "longitude", "gps", "geolocation", "geolocalisation", "geopoint"),
    "birth": ("annee de naissance", "year of birth", "birth year", "date de naissance", "date of birth", "birth date",
              "geburtsjahr", "ano de nacimiento"),
    "profile": ("linkedin url", "linkedin profile", "profil linkedin", "twitter handle", "instagram handle"),
})  # fmt: skip
"""Words in the name or question of a personal column, by what it holds."""

ADDRESS_FIRST = ("adresse ", "address ", "postal address", "home address", "direccion ", "anschrift ")
"""Beginnings of the name of a column of addresses."""

PERSON = (
    "name", "names", "nom", "prenom", "nombre", "apellido*", "vorname", "nachname", "nome", "requester", "contact*",
    "client*", "customer*", "patient*", "guest*", "employee*", "salarie*", "respondent*", "repondant*", "enquete",
    "participant*", "member", "adherent*", "user", "utilisateur", "author", "auteur", "passenger", "student", "eleve",
    "tenant", "locataire", "usager", "kunde*", "cliente*", "person", "personne",
)  # fmt: skip
"""Words of columns whose cells, two or three words each, are the names of people."""

NOT_A_PERSON = (
    "company", "societe", "entreprise", "organi*", "account", "compte", "store", "magasin", "shop", "boutique",
    "agence", "agency", "branch", "hotel", "property", "unit", "site", "product*", "produit*", "service*", "survey",
    "enquetes", "campaign", "campagne", "brand", "marque", "team", "equipe", "city", "ville", "country", "pays",
    "event", "course", "cours", "formation", "file", "fichier", "type", "segment", "category", "categorie", "group",
    "groupe", "region", "status", "statut", "reason", "raison", "motif", "comment*", "channel", "canal", "title",
    "titre", "job", "metier", "department", "role", "satisf*", "experience", "feedback",
)  # fmt: skip
"""Words that make it the name of something else."""

DATES: tuple[tuple[str, ...], ...] = (
    (
        "recorded date", "recordeddate", "date submitted", "submit date*", "submitted*", "submission date",
        "soumission*",
        "date de soumission", "completion time", "heure de fin", "completed*", "completion date", "date completed",
        "response date", "responded*", "response time", "response received*", "answered*", "date de reponse",
        "date reponse", "date de la reponse", "horodateur", "horodatage", "timestamp", "time stamp", "survey date",
        "date enquete", "date de l enquete", "date d enquete", "end date", "enddate", "date de fin", "fin",
        "date modified", "marca temporal", "zeitstempel", "informazioni cronologiche", "carimbo de data hora",
        "erfassungsdatum", "enddatum", "fecha registrada", "fecha de finalizacion", "fecha de envio", "data de envio",
        "date enregistree", "date d enregistrement", "date scored", "score date", "date de saisie", "date interview",
        "interview date", "date de l interview",
        "feedback date", "responsedate", "repondu le", "date et heure de reponse", "date repondu", "date time utc",
        "date de collecte", "submitdate", "submission time",
        "posted date", "antwortdatum", "abgabedatum", "fecha de respuesta", "response submitted*", "nps date",
    ),
    ("date", "datestamp", "datetime", "date time", "end",
     "jour", "day", "time", "created", "created at", "date created", "creation date",
     "date de creation", "cree le", "created on", "fecha", "datum", "data", "date et heure", "date heure", "updated at",
     "last action", "date last action", "month", "mois", "periode"),
    ("anfangsdatum", "startdatum", "fecha de inicio", "data de inicio", "start date", "startdate", "start time",
    "started*", "date de debut", "heure de debut", "date started", "debut",
     "start", "sent*", "survey sent*", "date d envoi", "invitation date", "invited*", "date envoi", "date de lancement",
     "delivered*", "first seen"),
)  # fmt: skip
"""Names of date columns: the response's own, then plain dates, then the start or the sending of the survey."""

OTHER_DATES = (
    "account", "compte", "birth*", "naissance", "signup", "sign up", "signed up", "registr*", "inscription",
    "purchase*",
    "achat", "commande", "order*", "contrat", "contract", "renewal", "renouvellement", "client depuis",
    "customer since",
    "livraison", "delivery date", "visit*", "stay", "sejour", "arrival", "departure", "checkin", "checkout", "hire*",
    "embauche", "install*", "last login", "first", "due", "expir*",
)  # fmt: skip
"""Words of dates that are not the response's."""

LABELS: Mapping[str, str] = MappingProxyType({
    "promoter": "promoter", "promoters": "promoter", "promoteur": "promoter", "promoteurs": "promoter",
    "promotor": "promoter", "promotores": "promoter", "promotore": "promoter", "promotora": "promoter",
    "passive": "passive", "passives": "passive", "passif": "passive", "passifs": "passive", "neutral": "passive",
    "neutrals": "passive", "neutre": "passive", "neutres": "passive", "pasivo": "passive", "pasivos": "passive",
    "passivo": "passive", "neutro": "passive", "indifferent": "passive", "indifferente": "passive",
    "passiv": "passive", "passively satisfied": "passive", "neutral passive": "passive", "passive neutral": "passive",
    "detractor": "detractor", "detractors": "detractor", "detracteur": "detractor", "detracteurs": "detractor",
    "detractores": "detractor", "detrator": "detractor", "detrattore": "detractor", "kritiker": "detractor",
})  # fmt: skip
"""Words for the three categories."""

COUNTS = (
    "effectif*", "count", "counts", "frequency", "frequence", "freq", "n", "nb", "nombre", "number", "responses",
    "reponses", "nombre de reponses", "nb reponses", "number of responses", "respondents", "repondants", "anzahl",
    "haufigkeit", "cantidad", "frecuencia", "quantity", "volume",
)  # fmt: skip
"""Whole names of a column that counts how many gave an answer."""

ITEMS = (
    "question", "questions", "question text", "question label", "question title", "question name", "question id",
    "item", "items", "libelle", "libelle question", "libelle de la question", "libelle item", "intitule",
    "intitule question", "code question", "variable", "indicateur", "frage", "pregunta", "domanda", "pergunta",
)  # fmt: skip
"""Whole names of a column that names the question a row answers."""

PEOPLE = (
    "respondent*",
    "repondant*",
    "participant*",
    "client*",
    "customer*",
    "response id",
    "user",
    "email",
    "subject",
)
"""Words of a column that tells respondents apart."""

MISSING = frozenset({
    "", "na", "n a", "nan", "nat", "null", "none", "missing", "nil", "nd", "n d", "nc", "n c", "nr", "n r", "nsp", "ns",
    "ns nc", "nspp", "n s p", "dk", "dnk", "d k", "dont know", "don t know", "do not know", "not applicable",
    "no answer",
    "no response", "not answered", "not available", "unanswered", "skipped", "blank", "empty", "prefer not to say",
    "prefer not to answer", "refused", "refus", "sans reponse", "sans reponses", "pas de reponse", "non reponse",
    "non repondu", "non renseigne", "non concerne", "ne sait pas", "ne sais pas", "je ne sais pas",
    "ne se prononce pas",
    "ne souhaite pas repondre", "sans avis", "sans objet", "vide", "aucune reponse", "aucun", "aucune",
    "non applicable",
    "no se", "sin respuesta", "no sabe", "no contesta", "ns nr", "keine angabe", "k a", "ka", "weiss nicht",
    "keine antwort", "sem resposta", "nao sei", "non so", "nessuna risposta", "not asked", "no opinion", "value",
    "div 0",
    "ref", "unknown", "inconnu", "undefined", "system missing", "sysmis", "no score", "pas de note", "ne sait pas nsp",
})  # fmt: skip
"""Folded words that stand for a missing number; signs alone (`-`, `.`, `?`) fold to the empty one."""

TOTALS = (
    "total", "totals", "totaux", "grand total", "total general", "total generale", "total overall", "overall total",
    "total responses", "total respondents", "total reponses", "total repondants", "moyenne generale", "moyenne globale",
    "overall average", "average score", "note moyenne", "nps global", "overall nps",
    "sous total", "subtotal", "zwischensumme",
    "moyenne", "moyennes", "average", "averages", "mean", "somme", "sum", "ensemble",
    "promedio", "durchschnitt", "gesamt", "gesamtsumme", "summe", "media", "totale",
    "nps", "score nps", "nps score", "base", "count",
    "median*", "mediane", "ecart type", "std dev", "nb reponses", "nombre de reponses",
)  # fmt: skip
"""Whole cells of a total or average row."""

SUBTOTALS = ("sous total", "sous totaux", "subtotal", "subtotals", "zwischensumme", "total", "grand total", "moyenne",
             "average", "total general", "sous moyenne", "sum", "somme")  # fmt: skip
"""Whole cells of a row that sums up the rows above it, anywhere in a grouped report."""

STATUS = ("status", "response type", "statut", "antworttyp", "distribution channel", "type de reponse", "survey status",
          "etat", "response status", "tipo de respuesta")  # fmt: skip
FINISHED = ("finished", "completed", "complete", "termine", "beendet", "is complete", "complet", "finalizado")
PROGRESS = ("progress", "progression", "aktueller stand", "percent complete", "progreso", "avancement")
"""Names of columns that tell previews and unfinished responses."""

TESTS = frozenset({
    "survey preview", "preview", "survey test", "spam", "test", "umfragevorschau", "apercu", "apercu de l enquete",
    "vorschau", "testantwort",
})  # fmt: skip
TEST_CODES = frozenset({"1", "2", "8", "9", "12", "40"})
PARTIAL = frozenset({"partial", "incomplete", "in progress", "partiel", "partielle", "incomplet", "en cours"})
NO = frozenset({"false", "0", "no", "non", "n", "faux", "nein", "falso"})
"""Folded values of such columns; the codes are Qualtrics' in `Status`."""

POSITIVE = _words(
    "excellent excellente parfait parfaite super genial geniale merci great love loved"
    " amazing perfect awesome fantastic "
    "best satisfait satisfaite ravi ravie agreable sympathique sympathiques helpful friendly easy happy wonderful top "
    "efficace professionnel professionnelle accueillant pleased impeccable good bien bon bonne"
)
NEGATIVE = _words(
    "mauvais mauvaise decu decue deception nul nulle horrible terrible awful worst bad poor slow lent lente"
    " inadmissible "
    "scandaleux honteux rude disappointed disappointing useless broken hate hated arnaque jamais desagreable impoli "
    "incompetent catastrophe catastrophique frustrating waste unacceptable inacceptable probleme problemes"
)
"""A few words of feeling, enough to see a scale that runs backwards, not to judge a comment."""

UNLIKELY = ("not … likely", "not at all*", "unlikely", "pas … probab*", "pas du tout", "peu probab*", "improbab*",
            "certainement pas", "jamais", "never", "definitely not", "nada probab*", "unwahrscheinlich")  # fmt: skip
LIKELY = ("very likely", "extremely likely", "tres probab*", "extremement probab*", "tout a fait", "certainement",
          "certainly", "definitely", "likely", "probable", "muy probab*", "sehr wahrscheinlich",
          "absolument")  # fmt: skip
"""Words at the ends of a recommendation scale."""

LIKERT = (
    "satisf*", "insatisf*", "agree", "disagree", "d accord", "likely", "unlikely", "probable", "often", "never",
    "souvent",
    "jamais", "excellent*", "poor", "important*", "very", "tres", "plutot", "not at all", "pas du tout", "good", "bad",
    "difficult*", "easy", "facile*", "muy", "sehr", "zufrieden*",
)  # fmt: skip
"""Words of labels that stand on a scale."""

HEADER_PIECES = frozenset({
    "response", "open ended response", "score", "label", "answer", "comment", "reponse", "reponse libre", "antwort",
    "respuesta", "respuesta abierta", "offene antwort", "texte libre", "value", "commentaire", "reponse ouverte",
    "reponse a texte libre", "other please specify", "autre veuillez preciser", "nps", "resposta", "risposta",
})  # fmt: skip
"""Second header rows of survey tools, folded."""

FUNCTION_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "fr": _words("le la les des du une est vous votre nous avez quel quelle pour que avec sur dans reponse"),
        "en": _words("the of you your is how what to and would we are with did do for"),
        "es": _words("el los las una es que de su usted como del para con por cual"),
        "de": _words("der die das und wie sie ist ein eine uns mit von zu ihr ihre wahrscheinlich"),
        "pt": _words("o os as uma voce que qual para com nos sua seu em"),
        "it": _words("il gli una che di per con quale come sua ci"),
    }
)
"""Words that tell the language of headers."""
