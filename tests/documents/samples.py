"""One document of each layout, as full as life makes them. Fictional people only."""

from datetime import UTC, datetime

from portevoix.base.documents.shapes import (
    ActData,
    Annex,
    Article,
    AttendanceData,
    CertificateData,
    FileSummaryData,
    LetterData,
    RosterData,
    Section,
    Signature,
    Table,
    TrainingCertificateData,
    Verification,
)

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CODE = Verification(code="PV-7K3M-9QXT", address="https://porte-voix.exemple.fr/verifier/")
SIGNED = Signature(
    quality="La directrice générale de l’agence régionale de santé Grand Est",
    name="Claire MARTIN-DUPONT",
    place_and_date="Fait à Nancy, le 22 novembre 2026",
)
COLUMNS = ["Établissement", "Qualité", "Nom et prénom", "Association", "Fin du mandat"]
PLACES = ("Centre hospitalier régional universitaire de Nancy", "Hôpitaux universitaires de Strasbourg", "Clinique Saint-François")
ASSOCIATIONS = ("Union départementale des associations familiales du Bas-Rhin", "APF France handicap", "Ligue contre le cancer", "UNAFAM")


def annex_rows(count: int) -> list[list[str]]:
    """Return the rows of an annex, none equal to another."""
    return [
        [
            PLACES[number % 3],
            ("Titulaire", "Suppléante")[number % 2],
            f"Madame DUPONT-{number + 1} Éloïse",
            ASSOCIATIONS[number % 4],
            "30 novembre 2029",
        ]
        for number in range(count)
    ]


def annex(count: int) -> Annex:
    """Return an annex of `count` rows in one table."""
    return Annex(
        number="Annexe 1",
        title="Personnes désignées",
        reference="Annexe à l’arrêté ARS n° 2026-0412 du 22 novembre 2026",
        tables=[Table(columns=COLUMNS, rows=annex_rows(count))],
    )


def act(**given) -> ActData:
    """Return an order with a table in its first article and an annex over several pages."""
    values = {
        "authority": ["Agence régionale de santé Grand Est", "Direction de la qualité et de la performance"],
        "number": "Arrêté ARS n° 2026-0412",
        "date_line": "du 22 novembre 2026",
        "title": "portant désignation des représentants des usagers au sein de la commission des usagers du centre hospitalier de Haguenau",
        "author": "La directrice générale de l’agence régionale de santé Grand Est,",
        "visas": [
            "Vu le code de la santé publique, notamment ses articles L. 1112-3, L. 1114-1 et R. 1112-79 à R. 1112-94 ;",
            "Vu le décret du 1er mars 2025 portant nomination de la directrice générale ;",
        ],
        "recitals": ["Considérant que deux sièges sont vacants depuis le 1er septembre 2026 ;"],
        "articles": [
            Article(
                number="Article 1er",
                paragraphs=["Sont désignés en qualité de représentants des usagers :"],
                table=Table(
                    columns=["Nom et prénom", "Qualité", "Association"],
                    rows=[
                        ["Madame DUPONT Éloïse", "Titulaire", "UNAFAM"],
                        ["Monsieur ÜBERSFELD Jean-Loup", "Suppléant", "Ligue contre le cancer, comité du Bas-Rhin"],
                    ],
                ),
                after_table=["Leur nomination est notifiée au directeur de l’établissement."],
            ),
            Article(
                number="Article 2",
                title="Durée",
                paragraphs=["Le mandat prend effet le 1er décembre 2026. Il prend fin le 30 novembre 2029."],
            ),
            Article(
                number="Article 3",
                paragraphs=["Le présent arrêté est publié :"],
                items=["au recueil des actes administratifs ;", "sur le site de l’agence."],
            ),
        ],
        "appeal": [
            "Le présent arrêté peut, dans un délai de deux mois à compter de sa notification ou de sa publication, faire l’objet "
            "d’un recours devant le tribunal administratif de Nancy, par Télérecours citoyens, à l’adresse www.telerecours.fr."
        ],
        "signature": SIGNED,
        "notice": ["Ampliation : préfecture de la région Grand Est."],
        "verification": CODE,
        "annexes": [annex(60)],
    }
    return ActData(**values | given)


def letter(**given) -> LetterData:
    """Return a letter of designation as it really is: it must hold on one page."""
    values = {
        "sender": ["Agence régionale de santé Grand Est", "Direction de la qualité", "Démocratie en santé"],
        "recipient": ["Madame Éloïse DUPONT", "Résidence les Tilleuls", "12 rue des Dentelles", "67000 STRASBOURG"],
        "place_and_date": "Nancy, le 22 novembre 2026",
        "reference": ["Références : 2026-0412", "Dossier suivi par : Paul Weber", "Téléphone : 03 53 01 00 00"],
        "object": "votre désignation à la commission des usagers du centre hospitalier de Haguenau",
        "salutation": "Madame,",
        "paragraphs": [
            "J’ai le plaisir de vous informer que vous êtes désignée, sur proposition de l’UNAFAM, représentante titulaire des usagers "
            "à la commission des usagers du centre hospitalier de Haguenau. "
            "Votre mandat commence le 1er décembre 2026 et prend fin le 30 novembre 2029.",
            "Je vous remercie de votre engagement. Le secrétariat de la commission vous écrira bientôt. Trois choses à savoir :",
        ],
        "items": [
            "la formation de base « RU en avant ! » est obligatoire, dans les six mois ;",
            "l’établissement rembourse vos frais de déplacement ;",
            "si vous êtes salariée, vous avez droit à un congé de représentation.",
        ],
        "closing": [
            "Pour toute question, écrivez à democratie-en-sante@ars-grand-est.exemple.fr ou appelez le 03 53 01 00 00.",
            "Je vous prie d’agréer, Madame, l’expression de ma considération distinguée.",
        ],
        "signature": Signature(quality="La directrice générale", name="Claire MARTIN-DUPONT"),
        "enclosures": ["arrêté ARS n° 2026-0412 du 22 novembre 2026", "guide du représentant des usagers"],
        "copies": ["UNAFAM", "centre hospitalier de Haguenau"],
        "footer": ["ARS Grand Est – 3 boulevard Joffre, 54000 Nancy – 03 83 39 30 30"],
    }
    return LetterData(**values | given)


def remaining_seats() -> LetterData:
    """Return the letter to somebody who was not chosen, with the seats still empty nearby."""
    rows = [["Centre hospitalier de Saverne", "Titulaire", "18 km"], ["Clinique Sainte-Odile, Haguenau", "Suppléante", "2 km"]]
    return letter(
        object="votre candidature",
        items=[],
        paragraphs=[
            "Votre candidature n’a pas été retenue : un autre représentant de la même association siège déjà.",
            "Ces sièges sont encore vacants :",
        ],
        tables=[Table(columns=["Établissement", "Siège", "Distance"], rows=rows)],
    )


def certificate(**given) -> CertificateData:
    """Return a certificate of mandate."""
    values = {
        "authority": ["Agence régionale de santé Grand Est", "Direction de la qualité et de la performance"],
        "title": "Attestation de mandat",
        "reference": "Référence : 2026-1042",
        "statement": ["La directrice générale de l’agence régionale de santé Grand Est atteste que"],
        "person": "Madame DUPONT Éloïse",
        "paragraphs": ["représente les usagers du système de santé au titre du mandat suivant :"],
        "facts": [
            ("Instance", "Commission des usagers du centre hospitalier de Haguenau"),
            ("Qualité", "Représentante titulaire des usagers"),
            ("Association", "Union nationale de familles et amis de personnes malades et handicapées psychiques (UNAFAM)"),
            ("Durée", "du 1er décembre 2026 au 30 novembre 2029"),
        ],
        "closing": ["Cette attestation sert en particulier à demander un congé de représentation (article L. 3142-60 du code du travail)."],
        "signature": SIGNED,
        "verification": CODE,
    }
    return CertificateData(**values | given)


def training_certificate(**given) -> TrainingCertificateData:
    """Return the certificate of a training."""
    values = {
        "authority": ["France Assos Santé Grand Est", "Déclaration d’activité n° 44670000067"],
        "title": "Attestation de formation",
        "reference": "Attestation n° FOR-2026-0042",
        "statement": ["France Assos Santé Grand Est atteste que"],
        "person": "Madame DUPONT Éloïse",
        "paragraphs": ["a suivi en entier la formation « RU en avant ! Formation de base »."],
        "facts": [
            ("Dates", "les 8 et 9 décembre 2026"),
            ("Heures suivies", "13 h"),
            ("Lieu", "Maison des associations, 1 place des Orphelins, Strasbourg (67)"),
            ("Animation", "Yann LE GOFF et Selin ÖZDEMIR"),
        ],
        "programme": ["Le système de santé et ses établissements", "Les droits des usagers", "La démocratie en santé"],
        "closing": ["Elle vaut pour toutes les instances où la personne siège."],
        "signature": SIGNED,
        "notice": ["Formation de base prévue par l’article L. 1114-1 du code de la santé publique et l’arrêté du 20 juillet 2021."],
        "verification": CODE,
    }
    return TrainingCertificateData(**values | given)


def roster(count: int = 4) -> RosterData:
    """Return the list of the members of a body."""
    names = ["DUPONT Éloïse", "ÜBERSFELD Jean-Loup", "WERNERT Odile", "N’GUESSAN Amélie"]
    rows = [[names[number % 4], ("Titulaire", "Suppléante")[number % 2], ASSOCIATIONS[number % 4]] for number in range(count)]
    return RosterData(
        title="Vos représentants",
        body="Commission des usagers du centre hospitalier de Haguenau",
        paragraphs=["Elles et ils défendent vos droits et vous écoutent."],
        members=Table(columns=["Nom", "Qualité", "Association"], rows=rows, row_names=True),
        contact=[("Téléphone", "03 88 06 30 00"), ("Bureau", "bâtiment B, rez-de-chaussée, le mardi de 14 h à 16 h")],
        closing=["Vous pouvez aussi écrire au directeur de l’établissement."],
        updated="Liste à jour au 22 novembre 2026",
        authority=["Centre hospitalier de Haguenau"],
    )


def file_summary() -> FileSummaryData:
    """Return a candidacy on paper."""
    wishes = [
        ["1", "Commission des usagers du centre hospitalier de Haguenau", "Titulaire", "Favorable"],
        ["2", "Commission des usagers de la clinique Saint-François", "Toute qualité", "Réservé"],
    ]
    return FileSummaryData(
        authority=["Agence régionale de santé Grand Est"],
        title="Candidature de Madame DUPONT Éloïse",
        number="C-2026-00042",
        state="Déposée le 10 novembre 2026, en cours d’examen depuis le 14 novembre 2026",
        sections=[
            Section(
                title="Association",
                facts=[("Nom", "UNAFAM"), ("Adresse électronique", "contact-grand-est-region-alsace@unafam.exemple.fr")],
            ),
            Section(
                title="Personne proposée",
                facts=[("Nom et prénom", "DUPONT Éloïse"), ("Membre depuis", "1er janvier 2024")],
                paragraphs=["J’accompagne des familles depuis dix ans.\nJe suis disponible le mardi et le jeudi."],
            ),
            Section(title="Vœux", tables=[Table(columns=["Rang", "Instance", "Qualité", "Avis de la délégation"], rows=wishes)]),
            Section(title="Pièces jointes", items=["lettre de l’association (PDF, 120 Ko)", "bulletin d’adhésion (JPEG, 840 Ko)"]),
        ],
        signatures=[
            Signature(quality="La personne proposée", name="Éloïse DUPONT", place_and_date="À Haguenau, le 22 novembre 2026"),
            Signature(quality="Visa de l’association", name="UNAFAM"),
        ],
        updated="Édité le 22 novembre 2026",
    )


def attendance(count: int = 30) -> AttendanceData:
    """Return the sheet of a session of two half-days."""
    names = ["DUPONT Éloïse", "ÜBERSFELD Jean-Loup", "WERNERT Odile", "N’GUESSAN Amélie (à distance)", ""]
    return AttendanceData(
        authority=["France Assos Santé", "Grand Est"],
        title="Feuille de présence\u00a0: RU en avant\u00a0! Formation de base",
        facts=[("Dates", "mardi 8 décembre 2026"), ("Lieu", "Maison des associations, 1 place des Orphelins, Strasbourg (67)")],
        tables=[
            Table(
                columns=["Nom et prénom", "8 décembre 2026, 9 h 30 à 12 h 30", "8 décembre 2026, 13 h 30 à 17 h"],
                rows=[[names[number % 5], "", ""] for number in range(count)],
                widths=[1.6, 1.0, 1.0],
                row_names=True,
            )
        ],
        closing=["Arrivée tardive ou départ avant la fin\u00a0: écrire l’heure dans la case."],
        updated="Imprimée le 22 novembre 2026",
    )


SAMPLES = {
    "act": act(),
    "letter": letter(),
    "letter_with_seats": remaining_seats(),
    "certificate": certificate(),
    "training_certificate": training_certificate(),
    "roster": roster(),
    "file_summary": file_summary(),
    "attendance": attendance(),
    "draft": act(draft="PROJET", number="Arrêté ARS n° (à attribuer)", date_line="", verification=None),
}
LAYOUT_OF = {name: {"letter_with_seats": "letter", "draft": "act"}.get(name, name) for name in SAMPLES}
