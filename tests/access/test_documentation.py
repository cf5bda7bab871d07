"""docs/permissions.md says what the code does."""

from django.conf import settings

from portevoix.register.access.documentation import permissions_page
from portevoix.register.access.permissions import LABELS, ROLES, WIDE, Permission


def test_the_page_of_permissions_is_up_to_date():
    written = (settings.BASE_DIR / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert written == permissions_page(), "run manage.py document_permissions"


def test_every_permission_has_words_and_at_least_one_role():
    assert set(LABELS) == set(Permission)
    assert set(Permission) == frozenset().union(*(role.permissions for role in ROLES.values()))


def test_everything_beyond_one_s_own_data_is_wide():
    assert set(Permission) - WIDE == {
        Permission.OWN_MANDATES,
        Permission.OWN_ASSOCIATION,
        Permission.CANDIDACY_FILE,
        Permission.CANDIDACY_OWN,
        Permission.TRAINING_ENROL,
        Permission.TRAINING_OWN,
        Permission.ACTIVITY_OWN,
        Permission.OUTREACH_ANSWER,
    }
