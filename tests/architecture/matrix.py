"""Who may open which page: every address × every role × what GET answers. A new address gets its line here, or the tests fail.

One column a role, in the order of COLUMNS; the answer is the HTTP status: 200 opens, 302 sends to the sign-in or further,
403 has no right, 404 does not exist for that person, 405 is reached by POST only. `about` names the row of the world (below) that
fills `<int:pk>`; addresses about a row have a second line with a row of another region or of somebody else.
"""

from dataclasses import dataclass

COLUMNS = (
    "anonymous",
    "ars_region",
    "ars_department",
    "fas_region",
    "association_manager",
    "representative",
    "facility_secretariat",
    "national_observer",
    "administrator",
)


@dataclass(frozen=True)
class Line:
    """The answers to GET on one address, in the order of COLUMNS."""

    path: str  # as in the URL table
    answers: str
    about: str = ""

    @property
    def expected(self) -> dict[str, int]:
        """The answer expected for each role."""
        return dict(zip(COLUMNS, map(int, self.answers.split()), strict=True))


LINES = (
    # for machines (the tests have no worker: /sante says so)
    Line("sante", "503 503 503 503 503 503 503 503 503"),
    Line(".well-known/security.txt", "200 200 200 200 200 200 200 200 200"),
    Line(".well-known/change-password", "302 302 302 302 302 302 302 302 302"),
    # public pages
    Line("", "200 200 200 200 200 200 200 200 200"),
    Line("sieges-a-pourvoir/", "200 200 200 200 200 200 200 200 200"),
    Line("qui-me-represente/", "200 200 200 200 200 200 200 200 200"),
    Line("mes-droits/", "200 200 200 200 200 200 200 200 200"),
    Line("m-engager/", "200 200 200 200 200 200 200 200 200"),
    Line("instances/types/", "200 200 200 200 200 200 200 200 200"),
    Line("associations/", "200 200 200 200 200 200 200 200 200"),
    Line("plan-du-site/", "200 200 200 200 200 200 200 200 200"),
    Line("accessibilite/", "200 200 200 200 200 200 200 200 200"),
    Line("mentions-legales/", "200 200 200 200 200 200 200 200 200"),
    Line("donnees-personnelles/", "200 200 200 200 200 200 200 200 200"),
    Line("donnees-ouvertes/", "200 200 200 200 200 200 200 200 200"),
    Line("instances/<int:pk>/", "200 200 200 200 200 200 200 200 200", "body"),
    Line("instances/<int:pk>/", "200 200 200 200 200 200 200 200 200", "body_elsewhere"),
    Line("departements/<str:code>/", "200 200 200 200 200 200 200 200 200", "department_code"),
    Line("departements/<str:code>/", "200 200 200 200 200 200 200 200 200", "department_code_elsewhere"),
    Line("instances/types/<str:code>/", "200 200 200 200 200 200 200 200 200", "body_type_code"),
    Line("instances/types/<str:code>/", "404 404 404 404 404 404 404 404 404", "body_type_code_elsewhere"),
    Line("donnees-ouvertes/<slug:code>.csv", "200 200 200 200 200 200 200 200 200", "open_table"),
    Line("donnees-ouvertes/<slug:code>.csv", "404 404 404 404 404 404 404 404 404", "open_table_elsewhere"),
    Line("donnees-ouvertes/<slug:code>.schema.json", "200 200 200 200 200 200 200 200 200", "open_table"),
    Line("donnees-ouvertes/<slug:code>.schema.json", "404 404 404 404 404 404 404 404 404", "open_table_elsewhere"),
    # sign-in: everybody
    Line("connexion/", "200 302 302 302 302 302 302 302 302"),
    Line("connexion/code/", "302 302 302 302 302 302 302 302 302"),
    Line("connexion/preuve/", "302 302 302 302 302 302 302 302 302"),
    Line("connexion/cle/", "302 302 302 302 302 302 302 302 302"),
    Line("connexion/compte-ferme/", "200 200 200 200 200 200 200 200 200"),
    Line("connexion/obtenir-un-compte/", "200 200 200 200 200 200 200 200 200"),
    Line("connexion/proposer-une-cle/", "302 200 200 200 200 200 200 200 200"),
    Line("deconnexion/", "302 200 200 200 200 200 200 200 200"),
    # one's own account; the regional agent has a passkey and must show it again before touching it
    Line("compte/", "302 200 200 200 200 200 200 200 200"),
    Line("compte/appareils/", "302 200 200 200 200 200 200 200 200"),
    Line("compte/appareils/deconnecter/", "302 405 405 405 405 405 405 405 405"),
    Line("compte/securite/", "302 200 200 200 200 200 200 200 200"),
    Line("compte/securite/cles/", "302 302 302 302 302 302 302 302 302"),
    Line("compte/securite/cles/ajouter/", "302 302 200 200 200 200 200 200 200"),
    Line("compte/securite/cles/<int:pk>/nommer/", "302 302 404 404 404 404 404 404 404", "passkey"),
    Line("compte/securite/cles/<int:pk>/nommer/", "302 302 404 404 404 404 404 404 404", "passkey_elsewhere"),
    Line("compte/securite/cles/<int:pk>/retirer/", "302 302 404 404 404 404 404 404 404", "passkey"),
    Line("compte/securite/cles/<int:pk>/retirer/", "302 302 404 404 404 404 404 404 404", "passkey_elsewhere"),
    Line("compte/securite/application/", "302 302 200 200 200 200 200 200 200"),
    Line("compte/securite/application/image.svg", "302 404 404 404 404 404 404 404 404"),
    Line("compte/securite/application/retirer/", "302 404 404 404 404 404 404 404 404"),
    Line("compte/securite/codes/", "302 404 404 404 404 404 404 404 404"),
    Line("compte/securite/codes/nouveaux/", "302 302 200 200 200 200 200 200 200"),
    Line("compte/confirmer/", "302 302 403 403 403 403 403 403 403"),
    Line("compte/confirmer/cle/", "302 200 403 403 403 403 403 403 403"),
    # the workspace
    Line("espace/", "302 302 302 302 302 302 302 302 302"),
    Line("espace/sieges/", "302 200 200 200 403 403 200 200 200"),
    Line("espace/sieges/echeances/", "302 200 200 200 403 403 200 200 200"),
    Line("espace/sieges/vues/nouvelle/", "302 200 200 200 403 403 200 200 200"),
    Line("espace/sieges/vues/<int:pk>/supprimer/", "302 200 404 404 404 404 404 404 404", "saved_view"),
    Line("espace/sieges/vues/<int:pk>/supprimer/", "302 404 404 404 404 404 404 404 404", "saved_view_elsewhere"),
    Line("espace/instances/<int:pk>/", "302 200 200 200 403 403 200 200 200", "body"),
    Line("espace/instances/<int:pk>/", "302 404 404 404 404 404 404 200 200", "body_elsewhere"),
    Line("espace/personnes/<int:pk>/", "302 200 200 200 403 403 200 403 403", "person"),
    Line("espace/personnes/<int:pk>/", "302 404 404 404 404 404 404 403 403", "person_elsewhere"),
    Line("espace/associations/", "302 200 200 200 403 403 403 200 200"),
    Line("espace/associations/<int:pk>/", "302 200 200 200 403 404 404 200 200", "association"),
    Line("espace/associations/<int:pk>/", "302 200 200 200 404 404 404 200 200", "association_elsewhere"),
    Line("espace/federations/", "302 200 200 200 403 403 403 200 403"),
    Line("espace/federations/<int:pk>/", "302 200 200 200 403 403 403 200 403", "federation"),
    Line("espace/federations/<int:pk>/", "302 200 200 200 403 403 403 200 403", "federation_elsewhere"),
    Line("espace/nos-mandats/", "302 403 403 403 200 403 403 403 403"),
    Line("espace/mes-mandats/", "302 403 403 403 403 200 403 403 403"),
    Line("espace/mes-donnees/", "302 403 403 403 403 200 403 403 403"),
    # the administration: rights and journal
    Line("espace/droits/", "302 403 403 403 403 403 403 403 200"),
    Line("espace/droits/donner/", "302 403 403 403 403 403 403 403 200"),
    Line("espace/droits/donner/<slug:code>/", "302 403 403 403 403 403 403 403 200", "role_code"),
    Line("espace/droits/donner/<slug:code>/", "302 403 403 403 403 403 403 403 404", "role_code_elsewhere"),
    Line("espace/droits/<int:pk>/retirer/", "302 403 403 403 403 403 403 403 200", "right"),
    Line("espace/droits/<int:pk>/retirer/", "302 403 403 403 403 403 403 403 200", "right_elsewhere"),
    Line("espace/comptes/<int:pk>/", "302 403 403 403 403 403 403 403 200", "account"),
    Line("espace/comptes/<int:pk>/", "302 403 403 403 403 403 403 403 200", "account_elsewhere"),
    Line("espace/comptes/<int:pk>/fermer/", "302 403 403 403 403 403 403 403 405", "account"),
    Line("espace/comptes/<int:pk>/fermer/", "302 403 403 403 403 403 403 403 405", "account_elsewhere"),
    Line("espace/comptes/<int:pk>/rouvrir/", "302 403 403 403 403 403 403 403 405", "account"),
    Line("espace/comptes/<int:pk>/rouvrir/", "302 403 403 403 403 403 403 403 405", "account_elsewhere"),
    Line("espace/comptes/<int:pk>/retirer-preuves/", "302 403 403 403 403 403 403 403 405", "account"),
    Line("espace/comptes/<int:pk>/retirer-preuves/", "302 403 403 403 403 403 403 403 405", "account_elsewhere"),
    Line("espace/journal/", "302 403 403 403 403 403 403 403 200"),
    # imports: whoever keeps a region's register
    Line("espace/imports/", "302 200 403 403 403 403 403 403 403"),
    Line("espace/imports/nouveau/", "302 200 403 403 403 403 403 403 403"),
    Line("espace/imports/doutes/", "302 200 403 403 403 403 403 403 403"),
    Line("espace/imports/doutes/<int:pk>/", "302 200 404 403 404 404 404 403 403", "import_doubt"),
    Line("espace/imports/doutes/<int:pk>/", "302 404 404 404 404 404 404 403 403", "import_doubt_elsewhere"),
    Line("espace/imports/<int:pk>/", "302 200 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    Line("espace/imports/<int:pk>/colonnes/", "302 200 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/colonnes/", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    Line("espace/imports/<int:pk>/verifier/", "302 405 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/verifier/", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    Line("espace/imports/<int:pk>/appliquer/", "302 405 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/appliquer/", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    Line("espace/imports/<int:pk>/annuler/", "302 200 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/annuler/", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    Line("espace/imports/<int:pk>/erreurs/", "302 200 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/erreurs/", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    Line("espace/imports/<int:pk>/erreurs.csv", "302 200 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/erreurs.csv", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    Line("espace/imports/<int:pk>/erreurs.xlsx", "302 200 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/erreurs.xlsx", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    Line("espace/imports/<int:pk>/rapport.json", "302 200 404 403 404 404 404 403 403", "import_run"),
    Line("espace/imports/<int:pk>/rapport.json", "302 404 404 404 404 404 404 403 403", "import_run_elsewhere"),
    # the components (demonstration and tests only)
    Line("galerie/", "200 200 200 200 200 200 200 200 200"),
    Line("galerie/travail/", "200 200 200 200 200 200 200 200 200"),
    Line("galerie/confirmation/", "200 200 200 200 200 200 200 200 200"),
)
