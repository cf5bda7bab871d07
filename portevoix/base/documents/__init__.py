"""Official documents: drawn as accessible PDF, kept unchanged, checked by anybody with their code.

To draw one (no database needed; every text already in French, dates in words; see `shapes` for the fields of each layout):

    from portevoix.base.documents.engine import DataFile, render
    from portevoix.base.documents.shapes import ActData, Annex, Article, LetterData, Signature, Table

    pdf = render("act", ActData(number="Arrêté ARS n° 2026-0412", title="portant …", …), title="Arrêté ARS n° 2026-0412", timestamp=at)
    large = render("act", …, large=True)                          # « gros caractères »
    draft = render("act", ActData(draft="PROJET", …), …)          # a preview
    paths = write_many("letter", jobs, folder=…, timestamp=at)              # many letters, on two processors: `batches`
    word = act_docx(data, title=…)                                # the same data as a DOCX draft: `docx`

`render` raises `printing.DocumentRefused` with a sentence for the reader when a character cannot be printed. Forms say it earlier with the
validator `printing.validate_printable`, or with `printing.check_printable({"motif": text})` before anything is written.
`postal.address_lines` makes the lines of a recipient.

To issue one (kept for ever, checked on /verifier/):

    code = new_code()                                             # actions; before drawing, since it is printed
    data = ActData(…, verification=verification(code))            # selectors
    document = issue(kind="designation_order", code=code, title=…, authority=…, dated_on=…, region_code=…, pdf=…, large_pdf=…,
                     summary=[("Mandat", "3 ans")], by=user, at=now)
    revoke(document=document, by=user, at=now, reason="…")

What became since of what a document says (a mandate that ended) is read, never written on it: declare a reader with `since.register(kind)`.
`title` and `summary` are public: initials at most. `responses.document_response(request, document)` hands the file out (`?gros=1`).
"""
