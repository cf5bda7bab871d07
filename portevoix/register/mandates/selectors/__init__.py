"""What is read about seats and mandates; every answer is for a day that the caller gives (`at`).

occupancy    the one definition: who sits on a seat on a day, since when it is vacant
criteria     what a list is limited to; sort orders
listing      the agents' board: figures and page of seats
territories  figures by department
forecast     seats that fall vacant, by month and department
bodies       composition of a body, timeline, and "as known on"
mandates, associations, federations  mandates of a person, of an association; accreditation horizon; members of a federation
export       every column of the seats, streamed
revision     answers that are remembered until the register changes
"""
