"""What governments tell differently is shown with whose account it is, wherever a precedent is shown."""

from multipolar.domain.mechanics.origins import seen_of
from multipolar.domain.rules.catalogue import Precedent
from multipolar.rulebook import load_rules
from multipolar.rulebook.book import at_length

CONTESTED = Precedent(
    text="Two aircraft met.",
    accounts={"the one": "it came too near", "the other": "it kept its distance"},
    year=2014,
    source="The Hindu, 3 May 2014",
)


def test_each_account_stands_beside_the_others_with_whose_it_is() -> None:
    (seen,) = seen_of([CONTESTED])
    assert seen.words == (
        "2014: Two aircraft met. Accounts differ. "
        "The one: it came too near; the other: it kept its distance. (The Hindu, 3 May 2014)"
    )


def test_what_nobody_contests_stands_alone() -> None:
    plain = Precedent(text="Two aircraft met.", year=2014, source="The Hindu, 3 May 2014")
    assert plain.told == "Two aircraft met."


def test_the_rule_book_tells_whose_account_it_is() -> None:
    rules = load_rules()
    contested = [
        (template, past) for template in rules.crises for past in template.precedents if past.accounts
    ]
    assert contested
    for crisis, past in contested:
        page = " ".join(at_length(crisis, rules).split())
        for who, what in past.accounts.items():
            assert f"{who[1:]}: {what}" in page
