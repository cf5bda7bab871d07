"""Messages that leave: written with the act that causes them, sent by the worker, each one followed to its end.

How to use it, from any package above:

1. In the package's `notifications.py` (loaded at start-up by itself) declare each text, an e-mail or a letter::

    from portevoix.base.notifications.enums import Channel
    from portevoix.base.notifications.registry import register_family, register_text

    register_family("calls", "les annonces d’appels à candidatures")  # only for texts from which the reader may unsubscribe
    register_text(
        "candidacies.acknowledgement",
        label="Accusé de réception d’une candidature",
        channel=Channel.EMAIL,
        blanks={"numero": "C-2027-0042", "instance": "commission des usagers du CHU de Reims", "lien": "https://…", "complement": "…"},
        may_be_empty={"complement"},
        subject="Candidature {numero} reçue",
        body="Bonjour {destinataire},\\n\\nCandidature {numero} reçue.\\n\\n[complement] {complement}\\n\\nVotre dossier : {lien}",
    )

   The examples feed the preview; `{destinataire}` (e-mails), `{site}` and `{aide}` are always known. A wrong text stops the start-up.
   The administrator may replace the text from a day on (`TextTemplate`); the names of the blanks are the contract.

2. In an action, inside its transaction, write the messages: they exist if the act does, and only then::

    from portevoix.base.notifications.actions import queue, queue_many
    from portevoix.base.notifications.outbox import About, Draft, Recipient

    queue("candidacies.acknowledgement", to=[Recipient("a@b.fr", "Odile WERNERT")], values={…}, about=candidacy, by=by)
    queue_many("orders.designated", [Draft(to=Recipient(…), values={…}, about=mandate), …], by=by)  # 1 400 in one go

   `about` is the row that the message is about (or `About(label=…)`); the region is that of its `scope_keys` unless it is given.
   Agents read the messages on a page: a link that signs its reader in must not leave this way.
   An address that cannot be written to does not stop the act: its row is a failure with the reason, on the page « Messages ».
   `TemplateFault` (a French sentence) is raised when a value is missing. `unsubscribable=True` needs a text with a `family`, and
   is for messages that are not part of a procedure.

3. For a letter: `selectors.text(code, values, on=day)` gives `(subject, body)`, filled, with French typography.

Absolute addresses of pages in a message: `portevoix.base.core.addresses.absolute_url(path)`.
"""
