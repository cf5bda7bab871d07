"""The tables of the training."""

from portevoix.work.training.models.catalogue import Course, CourseFamily
from portevoix.work.training.models.duty import DutyReminder, Equivalence
from portevoix.work.training.models.enrolments import AccessNeed, Certificate, CertificateRequest, Enrolment, Mark, SatisfactionAnswer
from portevoix.work.training.models.groups import GroupMeeting, GroupMember, PracticeGroup
from portevoix.work.training.models.sessions import HalfDay, Session

__all__ = [
    "AccessNeed",
    "Certificate",
    "CertificateRequest",
    "Course",
    "CourseFamily",
    "DutyReminder",
    "Enrolment",
    "Equivalence",
    "GroupMeeting",
    "GroupMember",
    "HalfDay",
    "Mark",
    "PracticeGroup",
    "SatisfactionAnswer",
    "Session",
]
