"""People of two fictional organisations: the same everywhere, with one role each."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.services import create_user
from renkei.directory.models import Organisation
from renkei.directory.services import assign_role

OWN, OTHER = "mihon-city", "mihon-university"
DAY = dt.date(2022, 8, 1)


def narrowed(role: str, organisation: str | None = OWN) -> User:
    """Return the user with this role of this organisation (None: everywhere), made where missing."""
    name = f"{role}.{organisation or 'everywhere'}"
    user = User.objects.filter(username=name).first()
    if user is None:
        user = create_user(actor=COMMAND_LINE, name=name)
        given = Organisation.objects.get(pk=organisation) if organisation else None
        assign_role(actor=COMMAND_LINE, user=user, role=Role(role), organisation=given)
    return user


def signed_in_as(user: User, language: str = "ja") -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["language"] = language
    session.save()
    return client
