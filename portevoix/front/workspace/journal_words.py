"""The codes of the journal in words."""

from django.apps import apps

from portevoix.base.audit.models import Entry

# Whole sentences, where « verb + thing » would not be clear.
SENTENCES = {
    "account.open": "a ouvert un compte",
    "account.reopen": "a rouvert un compte",
    "account.close": "a fermé un compte",
    "account.sign_in": "s’est connecté",
    "account.sign_out": "s’est déconnecté",
    "account.code_rejected": "a refusé un code de connexion",
    "account.second_factor_rejected": "a refusé une seconde preuve",
    "account.second_factor_add": "a ajouté une seconde preuve",
    "account.second_factor_remove": "a retiré une seconde preuve",
    "account.second_factors_remove": "a retiré toutes les preuves d’un compte",
    "account.recovery_codes_renew": "a renouvelé ses codes de secours",
    "account.sessions_end": "a déconnecté des appareils",
    "role.grant": "a donné un droit",
    "role.revoke": "a retiré un droit",
    "mandate.announce_departure": "a annoncé un départ",
    "mandate.withdraw_departure": "a retiré l’annonce d’un départ",
    "mandate.correct_end": "a corrigé la fin d’un mandat",
    "person.merge": "a réuni deux fiches d’une même personne",
    "person.unmerge": "a séparé deux fiches réunies",
    "accreditation.notice": "a prévenu d’un agrément qui se termine",
    "accreditation.renewal_filed": "a noté une demande de renouvellement d’agrément",
    "accreditation.withdraw": "a retiré un agrément",
    "association.add_alias": "a ajouté une autre écriture à une association",
    "federation.join": "a noté l’adhésion à une fédération",
    "federation.leave": "a noté le départ d’une fédération",
    "facility.merge": "a réuni deux établissements",
    "doubt.decide": "a tranché un doute d’import",
    "regional_practice.set": "a changé une pratique régionale",
    "account.delete": "a supprimé un compte que personne n’utilisait plus",
    "person.forget_contact": "a effacé les coordonnées d’une personne qui ne siège plus",
    "importrun.forget": "a effacé un classeur dont le délai de conservation est passé",
    "register.export": "a exporté des sièges",
    "document.issue": "a émis un document",
    "document.revoke": "a annulé un document",
    "reference.load": "a chargé des données de référence",
    "establishments.import": "a mis à jour les établissements",
    "message.retry": "a renvoyé un message en échec",
    "texttemplate.rewrite": "a rédigé une version d’un texte",
    "texttemplate.restore": "est revenu au texte livré avec le programme",
    "suppression.add": "ne veut plus recevoir une famille de messages",
    "suppression.remove": "veut de nouveau recevoir une famille de messages",
    "call.draft": "a préparé un appel à candidatures",
    "call.edit": "a modifié un appel à candidatures",
    "call.open": "a ouvert un appel à candidatures",
    "call.close": "a clos un appel à candidatures",
    "call.reopen": "a rouvert un appel à candidatures",
    "call.extend": "a prolongé un appel à candidatures",
    "call.cancel": "a annulé un appel à candidatures",
    "call.decide": "a terminé les décisions d’un appel",
    "call.publish": "a publié les résultats d’un appel",
    "call.refresh_seats": "a actualisé les sièges d’un appel",
    "call.add_seat": "a ajouté un siège à un appel",
    "call.remove_seat": "a retiré un siège d’un appel",
    "call.add_document": "a joint un document à un appel",
    "call.remove_document": "a retiré un document d’un appel",
    "call.remind": "a envoyé les rappels d’un appel",
    "importrun.upload": "a déposé un classeur",
    "importrun.check": "a vérifié un classeur",
    "importrun.fail": "a refusé un classeur",
    "importrun.apply": "a appliqué un import",
    "importrun.undo": "a annulé un import",
    "importrun.correct_columns": "a corrigé les colonnes d’un classeur",
    "designationorder.draft": "a rédigé un arrêté",
    "designationorder.edit_text": "a modifié le texte d’un arrêté",
    "designationorder.edit_details": "a modifié la date d’effet, le lieu ou le signataire d’un arrêté",
    "designationorder.add_lines": "a ajouté des lignes à un arrêté",
    "designationorder.remove_line": "a retiré une ligne d’un arrêté",
    "designationorder.prepare": "a soumis un arrêté à la signature",
    "designationorder.send_back": "a renvoyé un arrêté en rédaction",
    "designationorder.take_back": "a repris un arrêté pour le corriger",
    "designationorder.sign": "a signé un arrêté",
    "designationorder.publish": "a enregistré la publication d’un arrêté",
    "designationorder.attach_copy": "a joint l’exemplaire signé d’un arrêté",
    "designationorder.abandon": "a abandonné un arrêté",
    "designationorder.export": "a exporté la liste des arrêtés",
    "signatory.add": "a ajouté un signataire",
    "signatory.end": "a mis fin à la période d’un signataire",
}
VERBS = {
    "create": "a créé",
    "add": "a ajouté",
    "record": "a enregistré",
    "correct": "a corrigé",
    "set": "a fixé",
    "open": "a ouvert",
    "update": "a modifié",
    "change": "a modifié",
    "complete": "a complété",
    "delete": "a supprimé",
    "remove": "a retiré",
    "restore": "a rétabli",
    "close": "a fermé",
    "reopen": "a rouvert",
    "end": "a terminé",
    "extend": "a prolongé",
    "move": "a déplacé",
    "rename": "a renommé",
}
# First parts of the codes, for the filter of the journal.
SUBJECTS = [
    ("account", "comptes et connexions"),
    ("role", "droits"),
    ("mandate", "mandats"),
    ("person", "personnes"),
    ("body", "instances"),
    ("seat", "sièges"),
    ("facility", "établissements"),
    ("association", "associations"),
    ("accreditation", "agréments"),
    ("federation", "fédérations"),
    ("body_type_rule", "règles des types d’instance"),
    ("call", "appels à candidatures"),
    ("register", "exports"),
    ("importrun", "imports de classeurs"),
    ("designationorder", "arrêtés"),
    ("signatory", "signataires"),
    ("document", "documents émis"),
    ("message", "messages"),
    ("texttemplate", "textes des messages"),
    ("reference", "données de référence"),
]
PRECISIONS = {
    "reason": "raison",
    "method": "moyen",
    "kind": "preuve",
    "role": "rôle",
    "first": "premier jour",
    "last": "dernier jour",
    "account": "compte",
    "count": "nombre",
    "seats": "sièges",
    "seat": "siège",
    "joined": "entrés",
    "left": "sortis",
    "explanation": "pourquoi",
    "document": "document",
    "changed": "changé",
    "before": "avant",
    "after": "après",
    "on": "date",
    "text": "texte",
    "family": "famille",
}


def act_words(entry: Entry) -> str:
    """Return what was done: « a terminé : mandat »; the bare code when no words are known for it."""
    if entry.action in SENTENCES:
        return SENTENCES[entry.action]
    verb = VERBS.get(entry.action.rpartition(".")[2])
    return f"{verb}\u00a0: {thing_words(entry)}" if verb else entry.action


def thing_words(entry: Entry) -> str:
    """Return on what it was done: « mandat n° 12 »."""
    try:
        name = str(apps.get_model(entry.target_type)._meta.verbose_name)
    except (LookupError, ValueError):
        name = entry.target_type
    return f"{name} n°\u00a0{entry.target_id}" if entry.target_id else name


def data_words(entry: Entry) -> str:
    """Return the codes, dates and numbers of the entry on one line."""
    pairs = ((PRECISIONS.get(key, key), value) for key, value in entry.data.items() if value not in (None, "", [], {}))
    return ", ".join(f"{name}\u00a0: {value}" for name, value in pairs)
