"""Which notices of an accreditation that ends were already told."""

from datetime import date

from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import ONE_DAY
from portevoix.register.directory.models import Accreditation, Association, Territory

NOTICE = "accreditation.notice"


def told(associations: list[Association], region: Territory) -> set[tuple[int, str, int]]:
    """Return what the journal says was told in `region`: (number of the association, last day of the accreditation, notice)."""
    rows = Entry.objects.filter(
        action=NOTICE, target_type="directory.association", target_id__in=[row.pk for row in associations], data__region=region.code
    )
    return {(pk, data["ends_on"], data["notice"]) for pk, data in rows.values_list("target_id", "data")}


def renewal_filed_on(association: Association, last: date) -> date | None:
    """Return when the renewal of the accreditation that ends on `last` was filed, None when it was not."""
    rows = Accreditation.objects.filter(association=association, period__endswith=last + ONE_DAY, renewal_filed_on__isnull=False)
    return rows.values_list("renewal_filed_on", flat=True).first()
