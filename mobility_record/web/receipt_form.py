"""The form for receipts on paper: a claim code, a course, and one receipt on each line."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_RECEIPTS = 20
LONGEST = 2000


class ReceiptForm(forms.Form):
    """What stands on the paper. `lines` holds the receipts of a valid form, each with the number of its line."""

    code = forms.CharField(
        label=gettext_lazy("Claim code"),
        help_text=gettext_lazy("From the person's card, such as 7KQ4-M2XP-9DE. Capitals and hyphens don't matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "class": "code"}),
        error_messages={"required": gettext_lazy("Type the claim code from the card.")},
    )
    package = forms.ChoiceField(
        label=gettext_lazy("Course"),
        error_messages={
            "required": gettext_lazy("Choose the course that the receipts are from."),
            "invalid_choice": gettext_lazy("Choose a course from the list."),
        },
    )
    receipts = forms.CharField(
        label=gettext_lazy("Receipts"),
        help_text=gettext_lazy("One receipt on each line: six groups of four signs."),
        max_length=LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "dir": "ltr", "class": "code"}
        ),
        error_messages={"required": gettext_lazy("Type at least one receipt.")},
    )

    def __init__(self, packages: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["package"]
        if isinstance(field, forms.ChoiceField):
            first = [] if len(packages) == 1 else [("", _("Choose a course"))]
            field.choices = first + [(package, f"{title} ({package})") for package, title in packages]

    def clean_receipts(self) -> str:
        """At most `MOST_RECEIPTS` lines that are not empty."""
        text = str(self.cleaned_data["receipts"])
        if sum(bool(line.strip()) for line in text.splitlines()) > MOST_RECEIPTS:
            raise forms.ValidationError(_("Type at most %(most)d receipts at a time.") % {"most": MOST_RECEIPTS})
        return text

    @property
    def lines(self) -> list[tuple[int, str]]:
        """Line number (from 1) and text of each line that is not empty."""
        numbered = enumerate(self.cleaned_data["receipts"].splitlines(), 1)
        return [(number, line) for number, line in numbered if line.strip()]
