"""Words of the pages about the training."""

from django import template

from portevoix.work.training.selectors import words

register = template.Library()
register.filter("days", words.days_words)
register.filter("place", words.place_words)
register.filter("town", words.town_words)
register.filter("left", words.left_words)
register.filter("moment", words.half_day_words)
register.filter("spread", words.spread_words)
register.filter("preferred", words.preferred_words)
register.filter("reason", words.reason_words)
register.filter("course_hours", words.course_hours)
