"""A small register with one account a role: what the matrix is tried on."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.core import signing

from portevoix.base.core.periods import period
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.unsubscribing import token_of
from portevoix.front.workspace.actions_own import SALT
from portevoix.front.workspace.feeds import address_of, create_feed
from portevoix.front.workspace.models import SavedView
from portevoix.register.access.permissions import ROLES
from portevoix.register.directory.models import DataRequest
from portevoix.register.mandates.models import PersonMerge
from portevoix.work.candidacies.actions.links import sign_link
from portevoix.work.candidacies.enums import Channel
from portevoix.work.candidacies.models import Attachment, CallDocument, ExchangeImport, ManagerRequest, ReadingConsent
from portevoix.work.outreach.links import offer_url, request_path
from portevoix.work.training.enums import EnrolmentState, SessionState
from portevoix.work.training.models import Certificate, Equivalence
from portevoix.work.training.selectors.offers import sign_place
from portevoix.work.training.selectors.satisfaction import sign_opinion
from tests import factories as make
from tests.activity import making as activity
from tests.architecture.passkey import credential
from tests.documents.factories import IssuedDocumentFactory
from tests.orders import making as orders
from tests.outreach import making as outreach
from tests.outreach import making_hand_overs as asking
from tests.training import making as training

ELSEWHERE = "_elsewhere"


def build() -> tuple[dict[str, object], dict[str, object]]:
    """Create the rows and the accounts; return the accounts by role code and the rows by name.

    Every name has a twin `<name>_elsewhere` in another region, that none of the regional and local roles reaches.
    """
    here, elsewhere = rows(), rows(department=make.DepartmentFactory(elsewhere=True))
    scopes = {
        "ars_region": {"territory": here["region"]},
        "ars_signatory": {"territory": here["region"]},
        "ars_department": {"territory": here["department"]},
        "fas_region": {"territory": here["region"]},
        "association_manager": {"association": here["association"]},
        "representative": {"person": here["person"]},
        "facility_secretariat": {"facility": here["facility"]},
        "national_observer": {},
        "administrator": {},
    }
    assert set(scopes) == set(ROLES)
    users = {role: make.user_with_role(role, **scope) for role, scope in scopes.items()}
    here |= belongings(users["ars_region"]) | {"role_code": "ars_region", "body_type_code": "CDU", "open_table": "sieges"}
    here |= {"unsubscribe_token": token_of("odile@exemple.fr", "calls"), "text_code": "candidacies.acknowledgement"}
    elsewhere |= belongings(make.user_with_role("national_observer")) | {
        "role_code": "no_such_role",
        "body_type_code": "NO_SUCH_TYPE",
        "open_table": "no-such-table",
        "unsubscribe_token": "no-such-token",
        "text_code": "no.such.text",
    }
    draft = training.SessionFactory(draft=True)
    elsewhere |= {"course_code": "no-such-course", "announced_session": draft, "place_token": "no-such-place"}
    elsewhere |= {"shown_file": outreach.resource(link="", file=make.StoredFileFactory(), shown=None)}
    elsewhere |= {"request_token": "no-such-token", "offer_token": "no-such-token", "first_question": "age"}
    elsewhere |= {"region_code": "zz", "opinion_token": "no-such-opinion", "calendar_token": "no-such-calendar"}
    here |= {"calendar_token": address_of(create_feed(by=users["representative"], at=training.NOW)).rpartition("/")[2][:-4]}
    open_call = make.CallFactory()
    here |= {"link_token": sign_link(user=users["association_manager"], association=None)}
    elsewhere |= {"link_token": "no-such-link"}
    here |= {"public_call_number": open_call.number, "public_call_document": document_of(open_call)}
    elsewhere |= {"public_call_number": here["call"].number, "public_call_document": here["call_document"]}  # not public yet
    return users, here | {f"{name}{ELSEWHERE}": row for name, row in elsewhere.items()}


def belongings(user) -> dict[str, object]:
    """Create what one account keeps for itself."""
    return {
        "account": user,
        "right": user.assignments.get(),
        "saved_view": SavedView.objects.create(user=user, name="Mes vacances", query="etat=vacant"),
        "passkey": Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé", "credential": credential()}
        ),
    }


def rows(**place) -> dict[str, object]:
    """Create one row of each kind that an address may be about."""
    department = place.get("department") or make.DepartmentFactory()
    facility = make.FacilityFactory(department=department)
    body = make.BodyFactory(facility=facility)
    make.BodyTypeRuleFactory(body_type=body.body_type) if not body.body_type.rules.exists() else None
    association = make.AssociationFactory()
    accreditation = make.AccreditationFactory(association=association)
    mandate = make.MandateFactory(seat=make.SeatFactory(body=body), association=association)
    run = make.ImportRunFactory(region=department.parent, body_type=body.body_type)
    order, signed = orders.draft(department=department), orders.signed(orders.draft(department=department))
    orders.with_copy(signed)
    return {
        "order": order,
        "order_line": order.lines.get(),
        "order_template": order.template,
        "signed_order": signed,
        "signatory": order.signatory,
        "message": Message.objects.create(
            code="candidacies.acknowledgement",
            subject="Essai",
            body="Essai",
            recipient_email="a@exemple.fr",
            region=department.parent.code,
            message_id=department.code,
        ),
        "import_run": run,
        "import_doubt": make.DoubtFactory(run=run, person=mandate.person),
        "department": department,
        "department_code": department.code,
        "document_code": IssuedDocumentFactory(region_code=department.parent.code).code,
        "region": department.parent,
        "facility": facility,
        "body": body,
        "seat": mandate.seat,
        "association": association,
        "mandate": mandate,
        "person": mandate.person,
        "accreditation": accreditation,
        "equivalence": equivalence_of(mandate),
        **call_of(mandate.seat, department.parent),
        **files_of(mandate, department.parent),
        "data_request": DataRequest.objects.create(
            person=mandate.person, kind="correction", words="Mon nom prend deux n.", answer_before=date(2026, 12, 22)
        ),
        "email_token": signing.dumps([mandate.person_id, "nouvelle@exemple.fr"], salt=SALT),
        "merge": PersonMerge.objects.create(kept=mandate.person, absorbed=make.PersonFactory()),
        **examined_of(mandate, department.parent),
        **activity_of(mandate),
        **training_of(mandate, department.parent),
        **shelves(),
        **asked_of(association, facility),
        "body_type": body.body_type,
        "rule": body.body_type.rules.get(),
        "federation": make.FederationFactory(code=f"fede-{department.code}"),
    }


def equivalence_of(mandate) -> Equivalence:
    """Create a request of equivalence, with its proof."""
    return Equivalence.objects.create(person=mandate.person, done_on=make.TODAY, proof=make.StoredFileFactory())


def call_of(seat, region) -> dict[str, object]:
    """Create a call in preparation on one seat, with a document."""
    call = make.CallFactory(draft=True, region=region, seats=[seat])
    return {"call": call, "call_seat": call.call_seats.get(), "call_document": document_of(call)}


def files_of(mandate, region) -> dict[str, object]:
    """Create a draft, a file that was sent and a paper file being typed in, in the name of the association of the mandate."""
    call = make.CallFactory(region=region, seats=[mandate.seat])
    facts = {"call": call, "association": mandate.association, "home": None}
    draft = make.CandidacyFactory(**facts)
    paper = make.CandidacyFactory(**facts, channel=Channel.PAPER)
    sent = make.CandidacyFactory(**facts, submitted=True, person=mandate.person, wishes=[mandate.body])
    piece = Attachment.objects.create(candidacy=sent, kind="letter", file=make.StoredFileFactory())
    table = ExchangeImport.objects.create(call=call, file=make.StoredFileFactory(), file_name="export.csv", signature="titres")
    shared = make.CandidacyFactory(**facts, submitted=True, wishes=[mandate.body])
    ReadingConsent.objects.create(candidacy=shared)
    other = make.RoleAssignmentFactory(role="association_manager", association=mandate.association)
    return {
        "draft": draft,
        "draft_wish": (draft, make.WishFactory(candidacy=draft, body=mandate.body)),
        "draft_distance": (draft, make.WishFactory(candidacy=draft, body=None, within_km=30)),
        "paper": paper,
        "paper_wish": (paper, make.WishFactory(candidacy=paper, body=mandate.body)),
        "paper_distance": (paper, make.WishFactory(candidacy=paper, body=None, within_km=30)),
        "sent": sent,
        "sent_piece": (sent, piece),
        "sent_seat": (sent, mandate.seat),
        "shared": shared,
        "exchange_import": table,
        "manager_right": other,
        "manager_request": ManagerRequest.objects.create(association=mandate.association, email="a@exemple.fr", name="Anne Keller"),
    }


def activity_of(mandate) -> dict[str, object]:
    """Create a line of the journal of the person of the mandate, a claim in preparation and one that was sent."""
    draft, line, receipt = activity.claim(mandate.person, mandate.body)
    sent, _, seen = activity.claim(mandate.person, mandate.body, sent=True)
    return {
        "journal_entry": activity.entry(mandate.person, body=mandate.body),
        "expense_claim": draft,
        "expense_line": (draft, line),
        "expense_receipt": (draft, receipt),
        "sent_claim": sent,
        "sent_receipt": (sent, seen),
        "presence": activity.presence(mandate.person, mandate.body),
        "issued_presence": (issued := activity.issued_presence(mandate.person, mandate.body)),
        "issued_leave": issued.leave,
        "leave": activity.leave(mandate.person, mandate.body, day=activity.DAY - timedelta(days=1)),
    }


def training_of(mandate, region) -> dict[str, object]:
    """Create a course and a session of the region, and the place of the person of the mandate."""
    session = training.SessionFactory(region=region)
    row = training.EnrolmentFactory(session=session, person=mandate.person, association=mandate.association, offered=True)
    course = training.CourseFactory(region=region)
    return {
        "training_session": session,
        "training_sheet": (session, session.half_days.order_by("starts").first()),
        "training_course": course,
        "enrolment": row,
        "course_code": course.code,
        "announced_session": training.SessionFactory(region=region),
        "place_token": sign_place(row),
        **proofs_of(mandate, region, course),
    }


def proofs_of(mandate, region, course) -> dict[str, object]:
    """Create the certificate of the person of the mandate, the questionnaire of that session, and a practice group of others."""
    closed = training.SessionFactory(region=region, course=course, state=SessionState.DONE, sheet_closed_at=training.NOW)
    followed = training.EnrolmentFactory(
        session=closed, person=mandate.person, association=mandate.association, state=EnrolmentState.ATTENDED
    )
    document = IssuedDocumentFactory(kind="training_certificate", region_code=region.code)
    group = training.PracticeGroupFactory(region=region)
    return {
        "certificate": Certificate.objects.create(enrolment=followed, number=f"FOR-2026-{followed.pk:04}", minutes=390, document=document),
        "opinion_token": sign_opinion(followed),
        "practice_group": group,
        "group_member": training.GroupMemberFactory(group=group),
        "group_meeting": training.GroupMeetingFactory(group=group),
        "region_code": region.code,
    }


def asked_of(association, facility) -> dict[str, object]:
    """Create somebody who asked the association to be called back, and another recipient that was offered."""
    home = make.CommuneFactory(department=facility.department)
    row = asking.hand_over(association=association, home=home)
    offer = row.offers.create()
    return {
        "hand_over": row,
        "request_token": request_path(row).rstrip("/").rpartition("/")[2],
        "offer_token": offer_url(offer).rstrip("/").rpartition("/")[2],
        "first_question": "commune",
    }


def shelves() -> dict[str, object]:
    """Create what France Assos Santé keeps for the public, the same for every region."""
    return {
        "page_item": outreach.item(),
        "testimony": outreach.testimony(),
        "resource": outreach.resource(),
        "shown_file": outreach.resource(link="", file=make.StoredFileFactory(), shown=period(date(2026, 1, 1))),
    }


def document_of(call) -> CallDocument:
    """Join a file to a call."""
    return CallDocument.objects.create(call=call, title="Charte", file=make.StoredFileFactory())


def examined_of(mandate, region) -> dict[str, object]:
    """Create a file that is examined, with a wish, a piece and a check that fails."""
    call = make.CallFactory(region=region, closed=True, seats=[mandate.seat])
    file = make.CandidacyFactory(call=call, association=mandate.association, home=None, to_decide=True, wishes=[mandate.body])
    piece = Attachment.objects.create(candidacy=file, kind="letter", file=make.StoredFileFactory())
    return {
        "file": file,
        "file_wish": (file, 1),
        "file_piece": (file, piece),
        "file_check": (file, "complete"),
        "examined_call": call,
        "examined_seat": (call, mandate.seat),
    }
