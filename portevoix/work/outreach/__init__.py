"""« Devenir représentant »: reasons, testimonies, questions, an orientation, and the hand-over that is followed.

Actors: the public, France Assos Santé (writes, answers), associations (answer what is handed over to them).
"""
