"""`manage.py import_establishments` on a register that holds nothing yet, not even the reference data."""

import io

import pytest
from django.core.management import CommandError, call_command

from portevoix.register.directory.models import Facility, Territory
from portevoix.register.directory.reference import files

OWN = str(files.ESTABLISHMENTS_GRAND_EST)


def test_a_dry_run_leaves_a_new_register_empty(db):
    call_command("import_establishments", OWN, stdout=io.StringIO())
    assert not Territory.objects.exists()


def test_the_reference_data_come_with_the_first_import(db):
    call_command("import_establishments", OWN, apply=True, stdout=io.StringIO())
    assert Facility.objects.filter(department__parent__code="44").count() == 338


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.csv", b"", "vide"),
        ("photo.csv", b"\x89PNG\x00\x01", "fichier texte"),
        ("autre.csv", b"a,b\n1,2\n", "n’est pas une liste"),
    ],
)
def test_an_absurd_file_stops_the_command_with_one_sentence(db, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("import_establishments", str(path), apply=True)
    assert not Territory.objects.exists()
