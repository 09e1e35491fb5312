"""Whatever is secret: who may not know it sees the same bytes, who may know it does not (rulebook §12)."""

import pytest

from tests.secrecy.knowledge import knowledge
from tests.secrecy.pairs import Secret, both, secrets

SECRETS = secrets()


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_who_may_not_know_it_sees_the_same(secret: Secret) -> None:
    one, other = both(secret)
    for seat in secret.others:
        asking = seat != "observer"
        assert knowledge(one, seat, asking=asking) == knowledge(other, seat, asking=asking), seat


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_who_may_know_it_is_shown_it(secret: Secret) -> None:
    one, other = both(secret)
    for seat in secret.known:
        assert knowledge(one, seat, asking=False) != knowledge(other, seat, asking=False), seat
