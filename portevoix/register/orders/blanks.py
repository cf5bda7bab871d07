"""The blanks of an order's text: what agents and the legal service may write between braces."""

BLANKS = {
    "numero": "le numéro de l’arrêté, donné à la signature",
    "date_arrete": "la date de l’arrêté, donnée à la signature",
    "date_effet": "le jour où les désignations prennent effet",
    "region": "le nom de la région",
    "agence": "« l’agence régionale de santé » et sa région",
    "auteur": "l’autorité qui décide, accordée avec la personne en fonction",
    "la_direction": "« la directrice générale » ou « le directeur général », sans majuscule",
    "la_direction_majuscule": "la même chose, en début de phrase",
    "est_charge": "« est chargée » ou « est chargé », accordé de même",
    "delegation": "la délégation de signature, quand une autre personne signe",
    "instance": "le nom de l’instance, quand l’arrêté n’en a qu’une",
    "commune": "sa commune",
    "designations": "le nombre de désignations",
    "fins": "le nombre de fins de mandat",
    "duree": "la durée entière du mandat, quand elle est la même pour toutes les instances",
    "remplacement": "la règle de remplacement de la région, en une phrase",
    "base_legale": "les articles sur chaque type d’instance ; répété",
    "agrement": "l’agrément de chaque association ; répété",
    "proposition": "l’association et la date de chaque proposition ; répété",
    "arrete_modifie": "« l’arrêté n° … du … » que celui-ci modifie ou abroge",
    "arrete_modifie_majuscule": "la même chose, en début de phrase",
    "objet_modifie": "l’objet de cet arrêté : « portant désignation… »",
    "arrete_prefet": "l’arrêté du préfet qui désigne : son numéro et sa date, demandés avec le lieu et le signataire",
    "tribunal": "le tribunal administratif compétent",
    "delai_recours": "le délai de recours : « deux mois »",
}
PREFECT_ORDER = "arrete_prefet"
REPEATED = frozenset({"base_legale", "agrement", "proposition"})
GIVEN_AT_SIGNATURE = frozenset({"numero", "date_arrete"})
