"""Names of establishments in readable case: the national files write them in capitals, without accents.

Only what is certain changes. A name with a small letter stays as it is; a known common word gets its small letters and accents; a
short unknown word may be an acronym and keeps its capitals; a longer unknown word is a proper name. Nothing is stored: display only.
"""

import re
from functools import lru_cache

from portevoix.base.core.names import known_first_names
from portevoix.base.core.text import unaccent

LINKS = "de du des la le les et en au aux sur sous par pour"
COMMON = """
hôpital hôpitaux hospitalier hospitalière hospitaliers hospitalisation clinique polyclinique centre maison unité antenne site pôle
pavillon résidence institut groupe groupement établissement association service foyer château local locale privé privée civil civils
intercommunal départemental départementale régional régionale universitaire psychiatrique psychothérapie psychothérapique médical
médicale médicaux chirurgical chirurgicale gériatrique gérontologie gériatrie maternité santé soins suite réadaptation rééducation
fonctionnelle convalescence repos cure post jour nuit domicile dialyse hémodialyse autodialyse radiothérapie cancérologie alcoologie
addictologie cardiologie néphrologie oncologie spécialisé spécialisée personnes âgées enfants adultes malades digestive ambulatoire
autonome mentale nouvel nouveau nouvelle long longue moyen séjour thermal thermale pédiatrique fondation mutuelle mutualiste
parc val pays nord sud ados médico public publique
médecine chirurgie obstétrique urgences consultations gestion
"""
ABBREVIATIONS = {"CTRE": "centre", "ETB": "établissement", "ETS": "établissements", "HOP": "hôpital", "ST": "Saint", "STE": "Sainte"}
ACRONYMS = """
CH CHI CHR CHU CHRU CHIC CHS EPSM EPSAN EPSMA USLD HAD SSR SMR MCO SMUR GCS GHT ESPIC CRLCC HIA UGECAM MGEN CMS CNPA ALTIR AURAL ICANS
USCAR ABRAPA HJ HDJ UDM ASA ASSPO ENDOSAV CMCO HUS UNISANTE FSEF EHPAD GERC CPN CRS SAS SA
"""
_LINKS, _ACRONYMS = frozenset(LINKS.split()), frozenset(ACRONYMS.split())
_COMMON = {unaccent(word).upper(): word for word in COMMON.split()}
_PIECES = re.compile(r"[^\W\d_]+|[\W\d_]+")
SHORT = 4  # letters: an unknown word this short may be an acronym


@lru_cache(maxsize=4096)
def readable_name(name: str, town: str = "") -> str:
    """Return `name` as one reads it: « CENTRE HOSPITALIER DE SELESTAT » in Sélestat gives « Centre hospitalier de Sélestat ».

    town: as it is written in the commune file; its words are written as there.
    """
    if name != name.upper() or not any(map(str.isalpha, name)):
        return name
    places = {unaccent(word).upper(): word for word in re.findall(r"[^\W\d_]+", town)}
    pieces = [_piece(piece, places) for piece in _PIECES.findall(name.replace("'", "’"))]
    pieces = [_elided(piece, pieces[n + 1 : n + 2]) for n, piece in enumerate(pieces)]
    shown = "".join(pieces)
    return shown[:1].upper() + shown[1:]


def _piece(piece, places):
    plain = unaccent(piece).upper()
    if plain in _ACRONYMS or not piece.isalpha():
        return piece
    if plain in places:
        return places[plain]
    if plain in ABBREVIATIONS:
        return ABBREVIATIONS[plain]
    if plain in _COMMON:
        return _COMMON[plain]
    if piece.lower() in _LINKS:
        return piece.lower()
    if len(piece) <= SHORT and plain.lower() not in known_first_names():
        return piece
    return piece.capitalize()


def _elided(piece, following):
    """« D’ » and « L’ » before a word are small."""
    return piece.lower() if piece in {"D", "L"} and following and following[0].startswith("’") else piece
