"""The developer's list of components is the one that the code gives."""

from portevoix.base.ui.documentation import components, page
from portevoix.base.ui.management.commands.document_components import TARGET
from portevoix.base.ui.templatetags.ui import register


def test_the_list_of_components_is_up_to_date(settings):
    assert (settings.BASE_DIR / TARGET).read_text(encoding="utf-8") == page(), "run manage.py document_components"


def test_no_component_is_left_out():
    assert {component.name for component in components()} == set(register.tags)


def test_every_component_is_explained():
    assert [component.name for component in components() if not component.function.__doc__] == []
