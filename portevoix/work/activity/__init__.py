"""What a mandate asks of somebody: the journal, the expenses, the leave of a representative who is employed.

Actors: the representative (writes, alone), the payer (reads the claims that were sent to it), France Assos Santé and the association
(aggregates, small cells suppressed). Nothing is compulsory.
"""
