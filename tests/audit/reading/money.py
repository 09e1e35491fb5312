"""Chapter: money. What moves cost, what is set aside and given back, income and growth (§3, §5)."""

from tests.audit.reading.frameworks import mandates
from tests.audit.reading.numbers import Want, of
from tests.audit.reading.rulebook import Data
from tests.audit.reading.world import LIVE, World

CHAPTER = "money"


def costs(w: World, found: Data) -> dict[str, tuple[int, int]]:
    """(capital, resources) of each party to an initiative; what its initiator began before counts."""
    move, terms, seat = w.move(found), found["terms"], found["initiator"]
    money = w.book["money"]
    earlier = sum(
        1
        for other in w.initiatives.values()
        if other["event"] < found["event"]
        and (other["initiator"], other["move"], other["begun"]) == (seat, move["id"], w.round)
        and other["state"] in LIVE
    )
    capital = move["cost"].get("capital", 0)
    if earlier:
        capital += money["repeat_cost"][min(earlier, len(money["repeat_cost"])) - 1]
    listed = move["cost"].get("resources", 0)
    resources = listed
    if move["mandated_in"] and mandates(w, seat, move):
        resources = max(0, resources - w.book["frameworks"]["mandate_saves"])
    if terms.get("committed"):
        resources += money["commit_resources"]
    more = w.book["sizes"].get(terms.get("size"), {"resources": 0})["resources"]
    if listed:
        resources = max(0, resources + more)
    if move["form"] == "order":
        return {seat: (capital, resources)}
    theirs = move["partner_cost"].get("resources", 0)
    theirs = max(0, theirs + more) if theirs else 0
    partners = found["partners"]
    # A positive share takes over part of every partner's cost, a negative one hands part of one's own on.
    share = max(-listed, min(terms.get("share", 0), theirs))
    payment = terms.get("payment", 0)
    mine = max(0, resources + (share * len(partners) if share > 0 else share))
    mine += max(0, payment) * len(partners)
    each = max(0, theirs - share) + max(0, -payment)
    return {seat: (capital, mine)} | {
        partner: (move["partner_cost"].get("capital", 0), each) for partner in partners
    }


def reserve(w: World, found: Data, power: str, cause: int) -> None:
    """A party sets its share aside; it must have it."""
    capital, resources = costs(w, found)[power]
    held = w.n[of("capital", power)], w.n[of("resources", power)]
    if capital > held[0] or resources > held[1]:
        w.fail(CHAPTER, f"{power} has {held} and sets {(capital, resources)} aside for {found['id']}")
    if capital or resources:
        _money(w, found, power, capital, resources, cause)
        found["spent"][power] = [capital, resources]


def release(w: World, found: Data, cause: int, penalty: int = 0) -> None:
    """What all had set aside is given back, less a penalty of the initiator."""
    for power, (capital, resources) in [*found["spent"].items()]:
        lost = min(penalty, capital) if power == found["initiator"] else 0
        if power == found["initiator"] and capital:
            found["lost"] = lost
        _money(w, found, power, -capital, -resources, cause, lost)
        del found["spent"][power]


def return_lost(w: World, found: Data, cause: int) -> None:
    """What it cost the initiator that it came to nothing is given back."""
    seat = found["initiator"]
    wants = w.settled([Want(of("capital", seat), found["lost"])])
    if wants:
        w.take(
            CHAPTER, "numbers_changed", topic="taken back", cause=cause, audience=[seat],
            changes=[(want.target, want.amount) for want in wants],
        )  # fmt: skip


def release_one(w: World, found: Data, power: str, cause: int) -> None:
    """What one party had set aside is given back."""
    if power in found["spent"]:
        capital, resources = found["spent"].pop(power)
        _money(w, found, power, -capital, -resources, cause)


def give_back(w: World, found: Data, cause: int) -> None:
    """Where fewer take part, what their places had cost the initiator is given back."""
    seat = found["initiator"]
    held = found["spent"].get(seat, [0, 0])
    over = held[1] - costs(w, found)[seat][1]
    if seat in found["accepted"] and over > 0:
        _money(w, found, seat, 0, -over, cause)
        held[1] -= over
        if held == [0, 0]:
            del found["spent"][seat]


def _money(
    w: World, found: Data, power: str, capital: int, resources: int, cause: int, lost: int = 0
) -> None:
    wants = [Want(of("capital", power), -capital - lost), Want(of("resources", power), -resources)]
    w.take(
        CHAPTER, "money_reserved", actor=power, initiative=found["id"], capital=capital, resources=resources,
        cause=cause, audience=[power], changes=[(want.target, want.amount) for want in w.settled(wants)],
    )  # fmt: skip


def income_of(w: World, power: str) -> tuple[int, int]:
    """(capital, resources) that a power receives a round, upkeep taken off."""
    money = w.book["money"]
    capital = money["minor_capital"]
    if not w.powers[power].get("minor"):
        capital = (
            money["capital_base"]
            + w.attribute("standing", power) // money["standing_per_capital"]
            + w.attribute("stability", power) // money["stability_per_capital"]
        )
    kept_up = sum(1 for found in w.in_force(power) if w.book["agreements"][found["type"]]["upkeep"])
    capital -= min(money["upkeep_most"], kept_up // money["agreements_per_upkeep"])
    resources = money["resources_base"] + w.attribute("economy", power) // money["economy_per_resource"]
    return max(money["capital_least"], capital), resources


def income(w: World) -> None:
    """What is over the carry is lost; then comes the income of the round, less upkeep."""
    carry = w.book["money"]["carry"]
    wants = []
    for power in w.ids:
        capital, resources = income_of(w, power)
        for key, amount in (("capital", capital), ("resources", resources)):
            target = of(key, power)
            wants += [Want(target, -max(0, w.n[target] - carry)), Want(target, amount)]
    w.moved(CHAPTER, "income", wants)


def growth(w: World) -> None:
    """Growth adds up to a point of economy."""
    wants = []
    for power in w.ids:
        kept = w.n[of("remainder", power)]
        whole, rest = divmod(kept + w.n[of("growth", power)], 10)
        wants += [Want(of("remainder", power), rest - kept), Want(of("economy", power), whole)]
    w.moved(CHAPTER, "growth", wants)


def spent_resources(found: Data) -> dict[str, int]:
    """What each party has put into an initiative, in the order in which it did."""
    return {power: resources for power, (_, resources) in found["spent"].items() if resources}


def payments(found: Data, cause: int) -> list[Want]:
    """Side-payments pass when the initiative resolves."""
    amount = found["terms"].get("payment", 0)
    if amount > 0:
        return [Want(of("resources", partner), amount, cause) for partner in found["partners"]]
    return [Want(of("resources", found["initiator"]), -amount, cause) for _ in found["partners"] if amount]
