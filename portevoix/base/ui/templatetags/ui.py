"""`{% load ui %}`: every component and filter of the look, in one library."""

from django import template

from portevoix.base.ui.components import actions, fields, figures, lists, panels, seats, tables, words

register = template.Library()
MODULES = (actions, seats, panels, lists, fields, tables, figures, words)

for module in MODULES:
    register.tags.update(module.register.tags)
    register.filters.update(module.register.filters)
