"""Whatever is secret: who may not know it sees the same bytes, who may know it does not (rulebook §12)."""

import msgspec
import pytest

from multipolar.engine.programs import Programs
from multipolar.lobby.sources import players
from tests.secrecy.knowledge import answers, knowledge
from tests.secrecy.pairs import Secret, both, secrets

SECRETS = secrets()


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_who_may_not_know_it_sees_the_same(secret: Secret) -> None:
    one, other = both(secret)
    for seat in secret.others:
        assert knowledge(one, seat, asking=False) == knowledge(other, seat, asking=False), seat


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_who_may_not_know_it_is_answered_the_same_whatever_it_tries(secret: Secret) -> None:
    one, other = both(secret)
    for seat in set(secret.others) - {"observer"}:
        assert list(answers(one, seat)) == list(answers(other, seat)), seat


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_who_may_know_it_is_shown_it(secret: Secret) -> None:
    one, other = both(secret)
    for seat in secret.known:
        assert knowledge(one, seat, asking=False) != knowledge(other, seat, asking=False), seat


# Of two moves worth the same a doctrine takes one by the seed (§14).
ADVISED = [secret for secret in SECRETS if secret.name != "the seed"]


@pytest.mark.parametrize("secret", ADVISED, ids=str)
def test_who_may_not_know_it_is_advised_the_same(secret: Secret) -> None:
    adviser = players()["opportunist"]
    one, other = (Programs(host, players()) for host in both(secret))
    for seat in set(secret.others) - {"observer"}:
        advice = [msgspec.json.encode(found.advise(seat, adviser)) for found in (one, other)]
        assert advice[0] == advice[1], seat
