"""Ways in and out: e-mail and password for staff, one-time links for participants, sign-out."""

from django import forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mobility_record.people import throttle
from mobility_record.people.signin import use_entry_link
from mobility_record.web.viewer import BY_LINK

WRONG_PER_EMAIL = 10
WRONG_PER_ADDRESS = 60
_BACKEND = "mobility_record.people.signin.EmailBackend"


class SignInForm(forms.Form):
    """E-mail and password."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        max_length=254,
        error_messages={"required": gettext_lazy("Type your e-mail address.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=200,
        strip=False,
        error_messages={"required": gettext_lazy("Type your password.")},
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with e-mail and password; guesses are slowed down per e-mail and per address."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            status = _try(request, form)
            if status == 302:
                return redirect(_next(request))
    return render(request, "web/sign_in.html", {"form": form, "next": _next(request)}, status=status)


def _try(request: HttpRequest, form: SignInForm) -> int:
    email, address = form.cleaned_data["email"].strip().casefold(), throttle.address(request)
    limits = (("sign-in", email, WRONG_PER_EMAIL), ("sign-in address", address, WRONG_PER_ADDRESS))
    if any(throttle.too_many(*limit) for limit in limits):
        form.add_error(None, _("Too many wrong attempts. Wait 15 minutes and try again."))
        return 429
    account = auth.authenticate(request, email=email, password=form.cleaned_data["password"])
    if account is None:
        for limit in limits:
            throttle.note_wrong(*limit)
        form.add_error(None, _("E-mail and password do not belong together. Check both and try again."))
        return 400
    auth.login(request, account)
    request.session.pop(BY_LINK, None)
    return 302


def _next(request: HttpRequest) -> str:
    """The page asked for before signing in, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    auth.logout(request)
    return redirect("sign-in")


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """A one-time link: GET shows a button (mail programs open links by themselves), POST uses it up."""
    if request.method != "POST":
        return render(request, "web/enter.html", {"failed": False})
    entrance = use_entry_link(secret)
    if entrance is None:
        return render(request, "web/enter.html", {"failed": True}, status=404)
    auth.login(request, entrance.account, backend=_BACKEND)
    request.session[BY_LINK] = not entrance.whole_account
    return redirect("front")
