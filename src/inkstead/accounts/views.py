"""A person's own pages, `/me/…`; allauth serves the others there: sign-in, mail, password, passkeys, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.accounts import actions
from inkstead.accounts.forms import BEGINNING, AddPenName, CreateToken, EditPenName, ReadingSettings, ZoneForm
from inkstead.accounts.middleware import unless_suspended
from inkstead.accounts.models import Adult, User
from inkstead.accounts.queries import overview, pen_names_of
from inkstead.lib.zones import zone_word
from inkstead.web.addresses import own_address
from inkstead.web.gate import COOKIE, said_yes

HALF_A_YEAR = 183 * 86_400  # seconds

if TYPE_CHECKING:

    class SignedInRequest(HttpRequest):
        user: User

else:
    SignedInRequest = HttpRequest


@login_required
def me(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/me.html", {"overview": overview(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pen_names(request: SignedInRequest) -> HttpResponse:
    form = AddPenName(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = actions.add_pen_name(request.user, form.cleaned_data["name"], form.cleaned_data["bio"])
        messages.success(request, f"“{added}” is yours.")
        return redirect("my_pen_names")
    shown = {"pen_names": pen_names_of(request.user), "form": form}
    return render(request, "accounts/pen_names.html", shown, status=400 if form.errors else 200)


@login_required
@unless_suspended
@require_http_methods(["GET", "HEAD", "POST"])
def edit_pen_name(request: SignedInRequest, slug: str) -> HttpResponse:
    pen_name = get_object_or_404(request.user.pen_names, slug=slug)
    form = EditPenName(request.POST or None, initial={"bio": pen_name.bio})
    if request.method == "POST" and form.is_valid():
        actions.edit_pen_name(pen_name, bio=form.cleaned_data["bio"], by=request.user)
        messages.success(request, "Saved.")
        return redirect("my_pen_names")
    shown = {"pen_name": pen_name, "form": form}
    return render(request, "accounts/edit_pen_name.html", shown, status=400 if form.errors else 200)


@login_required
@require_POST
def use_pen_name(request: SignedInRequest, slug: str) -> HttpResponse:
    pen_name = get_object_or_404(request.user.pen_names, slug=slug)
    actions.use_pen_name(request.user, pen_name)
    messages.success(request, f"You speak as “{pen_name}” now.")
    return redirect("my_pen_names")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    form = ReadingSettings(request.POST or None, initial={**BEGINNING, **request.user.preferences})
    if request.method == "POST" and form.is_valid():
        actions.save_preferences(request.user, {name: value for name, value in form.cleaned_data.items() if value})
        messages.success(request, "Saved.")
        return redirect("my_settings")
    return render(request, "accounts/settings.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def adult(request: HttpRequest) -> HttpResponse:
    """Whether what is rated for adults is shown: kept in the account, or in a cookie of this browser."""
    back = own_address(request.POST.get("next", ""))
    if request.method == "POST":
        said = request.POST.get("say", "")
        if isinstance(request.user, User) and said in Adult.values:
            actions.choose_adult(request.user, said)
            messages.success(request, "Saved.")
        answer = redirect(back or "adult")
        if said == "yes":
            answer.set_cookie(
                COOKIE, "yes", max_age=HALF_A_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
        elif said in (Adult.ASK, Adult.HIDE):
            answer.delete_cookie(COOKIE)
        return answer
    shown = {"choices": Adult.choices, "said": said_yes(request)}
    return render(request, "accounts/adult.html", shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def zone(request: SignedInRequest) -> HttpResponse:
    """Where your clock hangs. A browser may tell it by itself, but never over what somebody chose."""
    back = own_address(request.POST.get("next") or request.GET.get("next", ""))
    form = ZoneForm(request.POST or None, initial={"zone": request.user.zone or "UTC"})
    if request.method == "POST" and form.is_valid():
        if not (request.user.zone and "guessed" in request.POST):
            chosen = actions.choose_zone(request.user, form.cleaned_data["zone"])
            messages.success(request, f"Times are in {zone_word(chosen)} for you now.")
        return redirect(back or "my_zone")
    shown = {"form": form, "next": back}
    return render(request, "accounts/zone.html", shown, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """The new token is in the answer to the form itself and nowhere else, so no later page can show it."""
    form = CreateToken(request.POST or None, user=request.user)
    token = None
    if request.method == "POST" and form.is_valid():
        token = actions.create_token(request.user, form.cleaned_data["pen_name"], form.cleaned_data["name"])
        form = CreateToken(user=request.user)
    kept = request.user.tokens.select_related("pen_name").order_by("-pk")
    shown = {"tokens": kept, "form": form, "token": token}
    return render(request, "accounts/tokens.html", shown, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke_token(request: SignedInRequest, token_id: int) -> HttpResponse:
    actions.revoke_token(request.user, token_id)
    messages.success(request, "That token no longer works.")
    return redirect("my_tokens")
