"""How a score is made, in the numbers that are shown: who puts them into the formula gets the score (§9).

Every division rounds down. Where that takes something away, what it was before is printed beside it, so that
no printed formula misses its printed number. Screens and plain mode write scores with this alone.
"""

from fractions import Fraction

from multipolar.domain.model.views import Standing

HIGHEST = 100
"""A national score lies between 0 and this."""


def amount(value: Fraction) -> str:
    """An amount as a decimal number; one that has no end is cut after two places, with a sign."""
    hundredths = value.numerator * 100 // value.denominator
    text = f"{hundredths // 100}.{hundredths % 100:02d}"
    return text.rstrip("0").rstrip(".") if Fraction(hundredths, 100) == value else f"{text}…"


def rounded(value: Fraction, whole: int) -> str:
    """What a division came to: the number alone where nothing was lost, else what it was rounded from."""
    return str(whole) if value == whole else f"{amount(value)}, rounded down: {whole}"


def national_sum(standing: Standing) -> str:
    """Of what the national score is the sum: ``10 + 12 + 13 = 35``."""
    total = standing.objectives + standing.position + standing.reputation
    parts = f"{standing.objectives} + {standing.position} + {standing.reputation} = {total}"
    if total == standing.national:
        return parts
    return f"{parts}, {'at most' if total > HIGHEST else 'at least'}: {standing.national}"


def share_product(standing: Standing, architecture: int) -> str:
    """What the order leaves of a national score: ``100 − 55 + 55 × 46 ÷ 100 = 70.3, rounded down: 70``."""
    exact = 100 - standing.stake + Fraction(standing.stake * architecture, 100)
    formula = f"100 − {standing.stake} + {standing.stake} × {architecture} ÷ 100"
    return f"{formula} = {rounded(exact, standing.share)}"


def final_product(standing: Standing) -> str:
    """The final score: ``35 × 74 ÷ 100 = 25.9, rounded down: 25``; divided where the order collapsed."""
    exact = Fraction(standing.national * standing.share, 100)
    whole = standing.national * standing.share // 100
    text = f"{standing.national} × {standing.share} ÷ 100 = {rounded(exact, whole)}"
    if standing.divided == 1:
        return text
    halved = Fraction(whole, standing.divided)
    return f"{text}; {whole} ÷ {standing.divided} = {rounded(halved, standing.final)}"
