"""Nobody left alone with a first mandate: courses, sessions, enrolments, attendance, certificates, the duty of the basic training.

Actors: France Assos Santé (runs it), representatives (enrol), associations (enrol theirs), the agency (figures only), the public
(catalogue, check of a certificate). Words: a *course* is what is taught, a *session* is when and where, an *enrolment* is one person
in one session, a *mark* is one person during one half-day.
"""
