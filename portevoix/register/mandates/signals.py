"""What mandates tell the packages above."""

from django.dispatch import Signal

# Somebody who is designated declared a training followed before. Sent inside the transaction of the designation, by the package that
# holds the declaration; the package that holds the trainings decides what follows.
# person: the Person. done_on: the day declared. origin: where it was declared, in French. by: whose act designates.
training_declared = Signal()
