"""Designation orders, their lines, their dated templates, those who may sign, the signatures asked, the certificates."""

from portevoix.register.orders.models.orders import DesignationOrder, OrderLine
from portevoix.register.orders.models.signing import MandateCertificate, SignatureRequest
from portevoix.register.orders.models.templates import AppealCourt, OrderTemplate, Signatory

__all__ = ["AppealCourt", "DesignationOrder", "MandateCertificate", "OrderLine", "OrderTemplate", "Signatory", "SignatureRequest"]
