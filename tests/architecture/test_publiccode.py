"""publiccode.yml says what catalogues of public software ask, and nothing that the project does not do."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CATEGORIES = {"data-collection", "digital-citizenship", "workflow-management"}  # those of the standard's list that fit
SCOPES = {"government", "healthcare", "local-authorities", "society"}

# Mandatory keys of the standard, with what they must hold: a type, a pattern, a set of words, or a section.
CORE = {
    "publiccodeYmlVersion": re.compile(r"0\.\d"),
    "name": re.compile(r"Porte-voix"),
    "url": re.compile(r"https://.+\.git"),
    "releaseDate": re.compile(r"\d{4}-\d\d-\d\d"),
    "softwareVersion": str,
    "platforms": {"web"},
    "categories": CATEGORIES,
    "developmentStatus": {"concept", "development", "beta", "stable", "obsolete"},
    "softwareType": {"standalone/web"},
    "legal": {"license": {"EUPL-1.2"}},
    "maintenance": {"type": {"internal", "contract", "community", "none"}, "contacts": list},
    "localisation": {"localisationReady": bool, "availableLanguages": {"fr"}},
    "description": {"fr": {"genericName": re.compile(".{5,35}"), "shortDescription": re.compile(".{20,150}"), "features": list}},
}


@pytest.fixture(scope="module")
def published() -> dict:
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def faults(found, wanted, place: str = "") -> list[str]:
    """Return where `found` is not what `wanted` asks."""
    if isinstance(wanted, dict):
        missing = [f"{place}{key} is missing" for key in wanted if key not in (found or {})]
        return missing + [fault for key in wanted if key in (found or {}) for fault in faults(found[key], wanted[key], f"{place}{key}/")]
    if isinstance(wanted, set):
        good = set(found if isinstance(found, list) else [found]) <= wanted
    elif isinstance(wanted, re.Pattern):
        good = isinstance(found, str) and wanted.fullmatch(found)
    else:
        good = isinstance(found, wanted)
    return [] if good else [f"{place} {found!r}"]


def test_every_mandatory_key_is_there_with_a_value_of_the_standard(published):
    assert faults(published, CORE) == []


def test_the_long_description_is_long_enough(published):
    assert 500 <= len(published["description"]["fr"]["longDescription"]) <= 10_000


def test_the_audience_is_named_with_words_of_the_standard(published):
    assert set(published["intendedAudience"]["scope"]) <= SCOPES
    assert published["intendedAudience"]["countries"] == ["fr"]


def test_contacts_have_a_name_and_no_personal_address(published):
    assert all(contact["name"] and "email" not in contact for contact in published["maintenance"]["contacts"])


def test_the_version_and_the_licence_are_those_of_the_project(published):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert published["softwareVersion"] == project["version"]
    assert published["legal"]["license"] == project["license"]
    assert date.fromisoformat(published["releaseDate"])
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text(encoding="utf-8")
