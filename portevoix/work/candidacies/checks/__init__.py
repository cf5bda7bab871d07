"""Admissibility of the candidacies: explained checks, each with its source (dossier §1.3, §2, §3.4).

results     what a check says; the two lists of checks
facts       what they look at, read in a constant number of statements
likeness    records and files that may be about the same person
file_rules  the checks of a file
wish_rules  the checks of each of its wishes
reading     checks_of, checks_of_many
"""
