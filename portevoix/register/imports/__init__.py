"""The door through which reality comes in: the workbooks of the agencies, read, checked, applied, undone.

Actors: the agency's regional office (permission `import.run`), and the commands `import_seats` and `undo_import`.

Words: a *run* is one workbook, from its deposit to its undoing. A *plan* is what it would change, made by `checking` from the
reading and a *snapshot* of the register, written by `applying`, taken back by `undoing`. A *claim* is a row that seats somebody. A
*doubt* is a question that a run leaves to a human: nobody is merged and no mandate is ended without an answer.
"""
