"""Template filters for numbers and dates."""

from django import template

from mobility_record.web import plain

register = template.Library()
register.filter("percent", plain.percent)
register.filter("day", plain.day)
register.filter("moment", plain.moment)
