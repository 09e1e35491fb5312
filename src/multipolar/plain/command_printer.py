"""From a command of the domain back to the line that gives it: advice is told as lines one can type."""

from multipolar.domain.model import commands as c
from multipolar.plain.naming import Names, named_decision


def line_of(command: object, names: Names) -> str:
    """The line that asks for a command; empty for one that no line can ask for."""
    match command:
        case c.Propose():
            return _join(
                "propose", command.move, ",".join(command.partners), *terms_of(command.terms, names),
                *_saying(command.message),
            )  # fmt: skip
        case c.Order():
            return _join("order", command.move, ",".join(command.targets), *terms_of(command.terms, names))
        case c.Accept():
            return _join("accept", names.of(command.initiative))
        case c.Decline():
            return _join("decline", names.of(command.initiative), *_saying(command.message))
        case c.Counter():
            terms = terms_of(command.terms, names)
            return _join("counter", names.of(command.initiative), *terms, *_saying(command.message))
        case c.Withdraw():
            return _join("withdraw", names.of(command.initiative))
        case c.WithdrawMessage():
            return _join("withdraw", command.message)
        case c.Say():
            return _said(command, names)
        case c.Promise():
            given = command.undertaking
            public = "public" if command.public else ""
            return _join("promise", given.kind, given.move, given.toward, str(given.until), public)
        case c.Ready():
            return "ready" if command.ready else "unready"
        case _:
            return _answer(command, names)


def _said(command: c.Say, names: Names) -> str:
    to = ",".join(command.to)
    if command.asks:
        return _join("ask", to, command.asks, *_saying(command.text))
    if command.about:
        return _join("attach", names.of(command.about), to or "all", command.text)
    return _join("say", to or "all", command.text)


def _answer(command: object, names: Names) -> str:
    match command:
        case c.AnswerInject():
            return _join("answer", names.of(command.inject), command.option)
        case c.Respond():
            return _join("respond", names.of(command.crisis), command.choice, command.backing)
        case c.Vote():
            return _join("vote", names.of(command.resolution), command.vote)
        case c.StateIntent():
            ref = named_decision(command.about, names)
            return _join("intent", ref, str(command.sure), f"{command.wants}; {command.expects}")
        case c.Absence():
            return "away" if command.away else "back"
        case _:
            return ""


_CHOSEN = ("domain", "theatre", "safeguards", "size", "duration", "framework", "resolution", "about", "rule")


def terms_of(terms: c.Terms, names: Names) -> tuple[str, ...]:
    """Terms as they are written in a line; those left open are left out."""
    found = [f"{key}={value}" for key in _CHOSEN if (value := getattr(terms, key))]
    if terms.committed:
        found.append("committed=yes")
    found += [f"{key}={value}" for key in ("share", "payment") if (value := getattr(terms, key))]
    if terms.agreement:
        found.append(f"agreement={names.of(terms.agreement)}")
    found += [
        f"promise={given.by}:{given.kind}:{given.move}:{given.toward}:{given.until}"
        for given in terms.undertakings
    ]
    return tuple(found)


def _saying(text: str) -> tuple[str, ...]:
    return (f'say "{text}"',) if text else ()


def _join(*words: str) -> str:
    return " ".join(word for word in words if word)
