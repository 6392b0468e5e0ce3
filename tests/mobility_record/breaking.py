"""The record's addresses and one more, `/break`: it fails with a database error that quotes a name."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from mobility_record.urls import handler500, urlpatterns  # noqa: F401  # as Django finds them


def quote_a_row(name: str) -> None:
    """A real IntegrityError whose message holds `name`, in either database."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE planted (name text CHECK (name <> '{name}'))")
        try:
            cursor.execute("INSERT INTO planted VALUES (%s)", [name])
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TABLE planted")


@csrf_exempt
def break_(request: HttpRequest) -> HttpResponse:
    family_name = request.POST["name"]
    try:
        quote_a_row(family_name)
    finally:
        connection.close()
    return HttpResponse()


urlpatterns = [*urlpatterns, path("break", break_, name="break")]
