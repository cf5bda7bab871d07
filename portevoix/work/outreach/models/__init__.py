"""Tables of the package."""

from portevoix.work.outreach.models.hand_overs import DailyCount, HandOver, HandOverNote, OnwardOffer
from portevoix.work.outreach.models.pages import AssociationTheme, PageItem, Resource, Testimony

__all__ = ["AssociationTheme", "DailyCount", "HandOver", "HandOverNote", "OnwardOffer", "PageItem", "Resource", "Testimony"]
