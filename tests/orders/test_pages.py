"""The pages of the orders: an agent writes, another signs, without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portevoix.base.audit.models import Entry
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.models import DesignationOrder, Signatory
from tests import factories as make
from tests.orders.making import (
    PDF,
    OrderTemplateFactory,
    SignatoryFactory,
    accredited,
    agent,
    commission,
    draft,
    prepared,
    setting,
    signed,
    signer,
)
from tests.sign_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(client, path):
    response = client.get(f"/espace/arretes/{path}")
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("&#x27;", "'")


def post(client, path, **data):
    """Send a form with the mark of the page that was read."""
    mark = client.get(f"/espace/arretes/{path}").context["mark"]
    return client.post(f"/espace/arretes/{path}", {"vu": mark} | data, follow=True)


def test_an_order_is_written_from_a_template_then_filled_and_submitted(client):
    body = commission(name="Hôpital de Thann", town="Thann")
    setting(body.region)
    SignatoryFactory(region=body.region)
    template = OrderTemplateFactory()
    person = make.MandateFactory(person=make.PersonFactory(last_name="Wernert", first_name="Odile")).person
    association = accredited()
    sign_in(client, make.user_with_role("ars_region", territory=body.region))
    answer = client.post(
        "/espace/arretes/nouveau/", {"region": body.region_id, "template": template.pk, "effective_on": "1er décembre 2026"}, follow=True
    )
    order = DesignationOrder.objects.get()
    assert answer.redirect_chain[-1][0] == f"/espace/arretes/{order.pk}/"
    assert "ne désigne personne" in page(client, f"{order.pk}/")
    address = f"{order.pk}/lignes/ajouter/?instance=thann&cherche=wernert"
    assert "Titulaire 1" in page(client, address)
    post(client, address, seat=body.seats.get(quality="titular", rank=1).pk, person=person.pk, association=association.pk)
    assert "Rien ne manque" in page(client, f"{order.pk}/")
    answer = post(client, f"{order.pk}/soumettre/")
    assert "soumis à la signature" in answer.content.decode()


def test_the_text_is_edited_and_a_wrong_blank_is_told_on_its_field(client):
    order = draft()
    sign_in(client, agent(order))
    address = f"{order.pk}/texte/"
    form = client.get(f"/espace/arretes/{address}").context["form"]
    values = {name: field.initial if field.initial is not None else form.initial.get(name, "") for name, field in form.fields.items()}
    answer = post(client, address, **values | {"title": "portant désignation à {hopital}"})
    assert "{hopital}" in str(answer.context["form"].errors["title"])
    post(client, address, **values | {"title": "portant désignation à Thann", "article_2_text": ""})
    order.refresh_from_db()
    assert order.title == "portant désignation à Thann"
    assert [article["title"] for article in order.articles] == ["Désignation", "Durée", "Exécution"]
    assert order.articles[0]["table"] == "designations"


def test_the_order_of_the_prefect_is_asked_only_when_the_text_cites_it_with_number_and_day(client):
    order = draft()
    sign_in(client, agent(order))
    address = f"{order.pk}/details/"
    assert "préfet" not in page(client, address)
    DesignationOrder.objects.filter(pk=order.pk).update(visas="Vu l’article L. 6143-5 ;\nVu l’arrêté préfectoral {arrete_prefet} ;")
    assert f"/espace/arretes/{address}" in page(client, f"{order.pk}/") and "donnez son numéro et sa date" in page(client, f"{order.pk}/")
    given = {"place": "Nancy", "signatory": order.signatory_id, "effective_on": "1er décembre 2026"}
    refused = post(client, address, **given, prefect_number="2026-1187", prefect_on="")
    assert refused.context["form"].errors["prefect_on"]
    post(client, address, **given, prefect_number="2026-1187", prefect_on="3 octobre 2026")
    words = page(client, f"{order.pk}/")
    assert "n° 2026-1187 du 3 octobre 2026" in words and "Rien ne manque" in words


def test_the_guard_leads_to_the_place_where_each_thing_is_mended(client):
    order = draft()
    DesignationOrder.objects.filter(pk=order.pk).update(signatory=None, visas="Vu rien")
    sign_in(client, agent(order))
    words = page(client, f"{order.pk}/")
    assert "2 points restent à régler" in words
    assert f"/espace/arretes/{order.pk}/details/" in words and f"/espace/arretes/{order.pk}/texte/" in words


def test_the_page_of_the_signature_says_how_many_mandates_begin_and_when(client):
    order = prepared(people=2)
    sign_in(client, signer(order))
    assert "2, le 1er décembre 2026" in page(client, f"{order.pk}/signer/")
    answer = post(client, f"{order.pk}/signer/")
    assert "2026-0001" in answer.content.decode()
    assert Mandate.objects.count() == 2


def test_whoever_prepared_reads_why_another_must_sign(client):
    order = draft()
    person = agent(order)
    make.RoleAssignmentFactory(user=person, role="ars_signatory", territory=order.region)
    sign_in(client, person)
    post(client, f"{order.pk}/soumettre/")
    assert "une autre personne le signe" in page(client, f"{order.pk}/signer/")


def test_several_orders_are_signed_at_once_with_one_line_each(client):
    good, taken = prepared(), prepared()
    sign_in(client, signer(good))
    assert "Décisions prêtes à signer" in page(client, "")
    assert "Signer 2 arrêtés" in page(client, f"signer/?n={good.pk}&n={taken.pk}")
    make.MandateFactory(seat=taken.lines.get().seat)
    answer = client.post("/espace/arretes/signer/", {"n": [good.pk, taken.pk]}, follow=True)
    words = answer.content.decode()
    assert "1 arrêté est signé" in words and "2026-0001" in words and "occupé" in words
    assert answer.redirect_chain[-1][0] == f"/espace/arretes/signer/resultat/?n={good.pk}&n={taken.pk}"


def test_a_signatory_sees_a_hundred_orders_a_page_and_others_twenty_five(client, monkeypatch):
    monkeypatch.setattr("portevoix.register.orders.views.lists.PAGE_SIZE", 1)
    monkeypatch.setattr("portevoix.register.orders.views.lists.SIGNING_PAGE_SIZE", 2)
    first = prepared()
    prepared(draft(by=agent(first)))
    for user, shown in ((signer(first), 2), (agent(first), 1)):
        sign_in(client, user)
        assert len(client.get("/espace/arretes/?onglet=a-signer").context["page"].object_list) == shown


def test_an_order_sent_back_shows_why(client):
    order = prepared()
    sign_in(client, signer(order))
    post(client, f"{order.pk}/renvoyer/", reason="Il manque la date de la proposition.")
    assert "Il manque la date de la proposition." in page(client, f"{order.pk}/")


def test_publication_scan_and_document_of_a_signed_order(client):
    order = signed()
    sign_in(client, agent(order))
    post(client, f"{order.pk}/publier/", reference="RAA n° 47", on="22 novembre 2026")
    order.refresh_from_db()
    assert order.gazette_reference == "RAA n° 47"
    refused = post(client, f"{order.pk}/joindre/", upload=SimpleUploadedFile("scan.pdf", b"not a pdf at all"))
    assert refused.context["form"].errors["upload"]
    post(client, f"{order.pk}/joindre/", upload=SimpleUploadedFile("scan.pdf", PDF))
    copy = client.get(f"/espace/arretes/{order.pk}/exemplaire-signe.pdf")
    assert b"".join(copy.streaming_content) == PDF
    document = b"".join(client.get(f"/espace/arretes/{order.pk}/document.pdf").streaming_content)
    large = b"".join(client.get(f"/espace/arretes/{order.pk}/document.pdf?gros=1").streaming_content)
    assert document.startswith(b"%PDF") and large.startswith(b"%PDF") and document != large


def test_the_draft_is_read_as_pdf_and_docx(client):
    order = draft()
    sign_in(client, agent(order))
    assert client.get(f"/espace/arretes/{order.pk}/apercu.pdf").content.startswith(b"%PDF")
    assert client.get(f"/espace/arretes/{order.pk}/projet.docx").content.startswith(b"PK")
    assert client.get(f"/espace/arretes/{order.pk}/document.pdf").status_code == 404


def test_a_signed_order_is_corrected_by_another(client):
    first = signed(effective_on=None)
    OrderTemplateFactory(kind="modifying")
    sign_in(client, agent(first))
    line = first.lines.get()
    post(client, f"{first.pk}/modifier/", end=[line.pk], reason="RESIGNATION")
    order = DesignationOrder.objects.exclude(pk=first.pk).get()
    assert (order.modifies, order.lines.get().effect, order.lines.get().end_reason) == (first, "end", "RESIGNATION")
    assert "Modifié par" in page(client, f"{first.pk}/")


def test_the_list_is_sorted_searched_and_exported_with_a_trace(client):
    first, second = draft(), draft()
    sign_in(client, agent(first))
    body = second.lines.get().seat.body
    assert page(client, "?onglet=redaction&tri=-lignes").index("Projet")
    assert f"Projet {second.pk}" in page(client, f"?onglet=redaction&q={body.name}")
    assert client.get("/espace/arretes/?tri=rien").status_code == 400
    assert client.get("/espace/arretes/?onglet=rien").status_code == 400
    answer = client.post("/espace/arretes/exporter/?onglet=redaction", {"format": "csv"})
    assert b"".join(answer.streaming_content).decode("utf-8-sig").count("\n") == 3
    assert Entry.objects.get(action="designationorder.export").data == {"format": "csv", "count": 2}


def test_a_page_open_since_before_another_change_does_nothing(client):
    order = draft()
    sign_in(client, agent(order))
    mark = client.get(f"/espace/arretes/{order.pk}/abandonner/").context["mark"]
    DesignationOrder.objects.filter(pk=order.pk).update(place="Metz")
    answer = client.post(f"/espace/arretes/{order.pk}/abandonner/", {"vu": mark})
    assert "a changé depuis" in answer.content.decode()


def test_signatories_are_added_and_ended(client):
    region = make.RegionFactory()
    sign_in(client, make.user_with_role("ars_region", territory=region))
    given = {"region": region.pk, "civility": "Mme", "first_name": "Anne", "last_name": "Roth", "function": "La directrice générale"}
    client.post("/espace/arretes/signataires/nouveau/", given | {"first": "1er janvier 2026"})
    head = Signatory.objects.get()
    again = client.post("/espace/arretes/signataires/nouveau/", given | {"first": "1er juin 2026"})
    assert "déjà en fonction" in again.content.decode()
    post(client, f"signataires/{head.pk}/terminer/", last="31 mai 2026")
    client.post("/espace/arretes/signataires/nouveau/", given | {"first": "1er juin 2026"})
    assert Signatory.objects.count() == 2


def test_a_line_is_taken_out_after_a_confirmation(client):
    order = draft(people=2)
    sign_in(client, agent(order))
    line = order.lines.first()
    assert line.person.sorted_name in page(client, f"lignes/{line.pk}/retirer/")
    post(client, f"lignes/{line.pk}/retirer/")
    assert order.lines.count() == 1
