"""Sends the forms of the pages where agents act, as a browser does: the mark of the page first, the confirmation if there is one."""

from django.urls import reverse


def url(name, row):
    """Return the address of a page about a row."""
    return reverse(f"workspace:{name}", args=[row.pk])


def send(client, address, data=(), *, mark=None):
    """Open the form, send it, confirm when the page asks for it; return the last answer. mark: that of a page opened before."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    values = {"vu": page.context["mark"] if mark is None else mark, **dict(data)}
    answer = client.post(address, values)
    if answer.status_code == 200 and "kept" in answer.context:
        answer = client.post(address, values | {"confirme": "1"})
    return answer


def sentences(answer) -> str:
    """Return what the page says, without no-break spaces."""
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\u00a0", " ")


def refusal(answer) -> str:
    """Return the sentences above the form."""
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.context["form"].non_field_errors()).replace("\u00a0", " ")
