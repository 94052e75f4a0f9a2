from uuid import uuid4

import pytest

from app.errors import Forbidden
from app.identity.actor import Actor, Role
from app.identity.permissions import PERMISSIONS, TOLD, Permission, as_markdown, roles_with
from app.settings import ROOT


def _actor(*roles: Role) -> Actor:
    return Actor(id=uuid4(), name="Ada", email="ada@example.com", roles=frozenset(roles))


def test_the_docs_show_the_table_as_it_is_in_the_code():
    assert as_markdown() in (ROOT / "docs" / "admin.md").read_text()


def test_every_role_and_every_permission_is_in_the_table():
    assert set(Role) == set(PERMISSIONS)
    assert set(Permission) == set(TOLD)


def test_nobody_but_an_administrator_may_look_after_people():
    assert [str(Role.ADMIN)] == roles_with(Permission.PEOPLE) == roles_with(Permission.TRUST)


def test_without_a_role_nothing_is_allowed():
    assert not any(_actor().may(permission) for permission in Permission)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_person_may_do_what_the_row_of_their_role_says(role, permission):
    assert (permission in PERMISSIONS[role]) == _actor(role).may(permission)
    if permission not in PERMISSIONS[role]:
        with pytest.raises(Forbidden):
            _actor(role).require(permission)


def test_two_roles_allow_what_either_allows():
    both = _actor(Role.AUTHOR, Role.REVIEWER)
    assert both.may(Permission.STUDIO)
    assert both.may(Permission.AGREEMENT)
