"""The form with which a person confirms, corrects, or goes back to what is reported."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mobility_record.results.corrections import LONGEST_REASON
from mobility_record.web.plain import percent
from mobility_record.web.seen import SeenMobility, SeenPackage, SeenResult

KINDS = [
    ("confirm", gettext_lazy("Confirm it as it is")),
    ("correct", gettext_lazy("Correct it")),
    ("withdraw", gettext_lazy("Go back to what is reported")),
]

#: Letters by their category that nobody sees: the Hangul fillers.
_UNSEEN_LETTERS = "\u115f\u1160\u3164\uffa0"


class DecisionForm(forms.Form):
    """Which result, what to do, the new value in percent when it is corrected, and why.

    A result is chosen as `package|tag|value shown`, so that nobody confirms what changed under their eyes.
    """

    result = forms.ChoiceField(label=gettext_lazy("Which result"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    value = forms.IntegerField(
        label=gettext_lazy("Correct value in percent"),
        help_text=gettext_lazy("Only when you correct it: 0 to 100."),
        min_value=0,
        max_value=100,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy(
            "The participant, teachers of the sending organisation and coordinators of this stay can read this, with "
            "your name. Guardians, mentors and auditors see only that you decided."
        ),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, in your own words.")},
    )

    def __init__(self, seen: SeenMobility, data: Any = None) -> None:
        super().__init__(data)
        self.choices = [_choice(package, result) for package in seen.packages for result in package.results]
        field = self.fields["result"]
        if isinstance(field, forms.ChoiceField):
            field.choices = self.choices

    def clean_reason(self) -> str:
        """A reason says something: it has at least one letter or digit that can be seen."""
        reason = str(self.cleaned_data["reason"])
        if not any(sign.isalnum() and sign not in _UNSEEN_LETTERS for sign in reason):
            raise forms.ValidationError(_("Say why, in your own words."))
        return reason

    def clean(self) -> dict[str, Any]:
        """A correction needs a value; confirming needs a value that was reported."""
        cleaned = super().clean() or {}
        kind, shown = cleaned.get("kind"), self._shown(cleaned)
        if kind == "correct" and cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Give the correct value, from 0 to 100."))
        if kind == "confirm" and "result" in cleaned and shown is None:
            self.add_error("result", _("Nothing is reported for this yet, so there is nothing to confirm. Correct it."))
        return cleaned

    def decision(self) -> tuple[str, str, str, int | None, str]:
        """Package, tag, kind, per mille and reason of a valid form."""
        cleaned = self.cleaned_data
        package, tag, _value = cleaned["result"].split("|")
        corrected = cleaned["kind"] == "correct"
        per_mille = cleaned["value"] * 10 if corrected else self._shown(cleaned)
        return package, tag, cleaned["kind"], per_mille, cleaned["reason"]

    def _shown(self, cleaned: dict[str, Any]) -> int | None:
        value = cleaned.get("result", "||").split("|")[2]
        return min(int(value), 1000) if value else None


def _choice(package: SeenPackage, result: SeenResult) -> tuple[str, str]:
    shown = "" if result.per_mille is None else str(result.per_mille)
    now = percent(result.per_mille) or _("nothing reported")
    return f"{package.package_id}|{result.tag}|{shown}", f"{package.title}: {result.label} ({now})"
