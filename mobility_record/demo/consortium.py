"""A fictional consortium: three schools, three hosts, an intermediary, and eight learners at different stages.

Every organisation and person here is invented. Days count from the day the demo was made.
"""

from dataclasses import dataclass
from datetime import date

ORGANISATIONS = {
    "compass": ("Kompass Mobility Network", "DE", "Erfurt"),
    "sonnental": ("Berufsschule Sonnental", "DE", "Sonnental"),
    "valdelobos": ("IES Valdelobos", "ES", "Valdelobos"),
    "wilgendam": ("VTI Wilgendam", "BE", "Wilgendam"),
    "revontuli": ("Revontuli Sähkö Oy", "FI", "Tampere"),
    "muehlbach": ("Mühlbach Elektrotechnik GmbH", "DE", "Kassel"),
    "sereno": ("Casa Mar Sereno, Lda.", "PT", "Aveiro"),
}

COORDINATOR = ("Nora", "Feldmann", "nora@compass.example")
TEACHER = ("Anke", "Sommer", "anke@sonnental.example")
MENTOR = ("Mikko", "Lehtola", "mikko@revontuli.example")
STAFF = (
    (COORDINATOR, "compass", "coordinator"),
    (TEACHER, "sonnental", "teacher"),
    (MENTOR, "revontuli", "mentor"),
)


@dataclass(frozen=True)
class Learner:
    """One learner: who, from where to where, when, and how far.

    `leaves` and `days` are the departure in days from now and the length of the stay. `progress` in per mille is None
    for someone who has not claimed; `silent` days have passed since the last report.
    """

    given_name: str
    family_name: str
    age: int
    sending: str
    host: str
    field: str
    leaves: int
    days: int
    progress: int | None = None
    gates: bool = False
    readiness: int = 0
    silent: int = 1
    guardian: str = ""
    fewer_opportunities: bool = False

    @property
    def email(self) -> str:
        """An address that leads nowhere."""
        return f"{self.given_name}.{self.family_name}@{self.sending}.example".lower().replace("é", "e")

    def birth_date(self, today: date) -> str:
        """A date that makes them their age today."""
        return date(today.year - self.age, 1, 17).isoformat()


LEARNERS = (
    Learner("Lena", "Hartwig", 18, "sonnental", "revontuli", "Electronics", 24, 28),
    Learner("Marcos", "Villalba", 20, "valdelobos", "muehlbach", "Electrical installation", 10, 63, 890),
    Learner("Yara", "Claes", 18, "wilgendam", "sereno", "Hospitality", 5, 19, 1000, True, 1000),
    Learner("Jonas", "Reuter", 16, "sonnental", "revontuli", "Electronics", 24, 14, 980, True, 300, 1, "Ute Reuter"),
    Learner("Inés", "Robledo", 19, "valdelobos", "muehlbach", "Electrical installation", 31, 56, 210, silent=9),
    Learner(
        "Deniz",
        "Aslan",
        17,
        "sonnental",
        "revontuli",
        "Electronics",
        24,
        28,
        guardian="Selma Aslan",
        fewer_opportunities=True,
    ),
    Learner("Fien", "Goossens", 18, "wilgendam", "sereno", "Care", -40, 19, 1000, True, 1000, 42),
    Learner("Aitana", "Pozo", 20, "valdelobos", "muehlbach", "Electrical installation", -9, 56, 1000, True, 950, 11),
)
