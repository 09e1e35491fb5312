"""Chapter: injects. What is due is released, and what is answered does what its option says (§13)."""

from tests.audit.reading import crises
from tests.audit.reading.conditions import holds
from tests.audit.reading.numbers import Want
from tests.audit.reading.world import EVERYONE, World

CHAPTER = "injects"


def release(w: World) -> None:
    """Each entry of the list once, in its round or on its condition, unless it waits for the facilitator."""
    for inject in w.setting.get("injects", ()):
        if inject["id"] in w.without or inject["id"] in w.notices:
            continue
        by_hand = inject.get("by_hand") or inject.get("clock")
        if (
            by_hand
            or w.plans[inject["id"]]["state"] != "planned"
            or inject.get("round") not in (None, w.round)
        ):
            continue
        if inject.get("condition") and not holds(w, inject["condition"]):
            continue
        released(w, inject["id"])


def released(w: World, name: str, cause: int = 0) -> None:
    """It reaches its addressees, as it reads now, and does what it says."""
    plan, inject = w.plans[name], w.improvised.get(name) or w.inject(name)
    addressees = sorted(inject.get("addressees", ()))
    audience = EVERYONE if inject.get("channel", "news") == "news" or not addressees else addressees
    options = [(one["id"], one["title"]) for one in inject.get("options", ())]
    event = w.take(CHAPTER, "inject_released", inject=name, audience=audience, options=options,
                   title=plan["title"], text=plan["text"], cause=cause)  # fmt: skip
    seq = event["seq"]
    w.notices[name] = {"inject": inject, "event": seq, "answers": {}, "to": audience}
    wants = [Want(n["target"], n["by"], seq) for n in inject.get("numbers", ())]
    w.moved(CHAPTER, "inject", wants, {seq: audience})
    if inject.get("crisis"):
        crises.by_inject(w, inject["crisis"], list(inject["parties"]), seq)


def answered(w: World) -> None:
    """An addressee chose one of the options, once."""
    event = w.take(CHAPTER, "inject_answered")
    notice, seat = w.notices.get(event["inject"]), event["actor"]
    if notice is None or seat in notice["answers"]:
        w.fail(CHAPTER, f"{seat} answers {event['inject']}")
    inject = notice["inject"]
    option = next((one for one in inject.get("options", ()) if one["id"] == event["option"]), None)
    if option is None or (inject.get("addressees") and seat not in inject["addressees"]):
        w.fail(CHAPTER, f"{seat} cannot answer {event['option']}")
    audience = EVERYONE if notice["to"] == EVERYONE else [seat]
    if event["audience"] != audience:
        w.fail("who knows what", f"an answer is told to {event['audience']}, and not to {audience}")
    notice["answers"][seat] = event["option"]
    wants = [Want(n["target"], n["by"], event["seq"]) for n in option.get("numbers", ())]
    w.moved(CHAPTER, "inject", wants, {event["seq"]: audience})
