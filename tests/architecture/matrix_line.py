"""One line of the table of who may open what, and the order of its columns."""

from dataclasses import dataclass

COLUMNS = (
    "anonymous",
    "ars_region",
    "ars_signatory",
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
