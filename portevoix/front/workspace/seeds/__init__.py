"""The demonstration: one coherent story of Grand Est, with real establishments and fictional people, dated from a chosen day.

Nothing here is drawn at random without a seed: the same day gives the same rows. Modules, in the order in which they are used:
`names` and `people` (who), `associations` (for whom), `bodies` (which seats), `timelines` (when each seat was held),
`casting` (by whom), `story` (the few people whom the guide names), `mandates` (the rows), `history` (what was known when),
`accounts` (who signs in), `workbooks` (two imports under way), `load` (all of it, in one transaction).
"""
