"""What the tables of the directory share."""

from django.db import models


class Sourced(models.Model):
    """A fact with its source and the date of the source."""

    source = models.CharField("source", max_length=200)
    source_date = models.DateField("date de la source")

    class Meta:
        abstract = True
