"""The glossary and the pages to learn: whole, consistent, and found in running text."""

from collections import Counter

import pytest

from multipolar.rulebook import load_rules
from multipolar.rulebook.book.chapters import whole
from multipolar.rulebook.glossary import glossary, terms_in
from multipolar.rulebook.learn import pages_to_learn


def test_every_word_is_explained_twice_and_leads_on_to_words_that_exist() -> None:
    known = glossary()
    assert len(known) >= 40
    for term in known.values():
        assert len(term.meaning) > 30, term.id
        assert len(term.here) > 30, term.id
        assert term.see, term.id
        assert set(term.see) <= set(known) - {term.id}, term.id
        assert 1 <= term.section <= 16, term.id


def test_no_form_belongs_to_two_words() -> None:
    forms = Counter(form.lower() for term in glossary().values() for form in term.forms)
    assert not [form for form, count in forms.items() if count > 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A joint exercise builds trust, and trust lasts.", ["joint_exercise", "trust"]),
        ("Confidence-building measures come first.", ["confidence_building"]),
        ("Entrusted, mistrust, distrustful", []),
        ("TRUST stands in a heading", []),
        ("A hotline, and Hotlines once more", ["hotline"]),
        ("", []),
    ],
)
def test_words_are_found_whole_and_once(text: str, words: list[str]) -> None:
    found = terms_in(text)
    assert [one.term.id for one in found] == words
    for one in found:
        assert text[one.start : one.end].lower() in [form.lower() for form in one.term.forms]


def test_the_rulebook_prints_the_words() -> None:
    printed = whole(load_rules())
    assert "## The words" in printed
    assert all(f"| {term.term} |" in printed for term in glossary().values())


def test_pages_to_learn_are_a_screenful_each_and_use_the_words() -> None:
    pages = pages_to_learn()
    assert len({page.id for page in pages}) == len(pages) >= 8
    for page in pages:
        assert 250 < len(page.text) < 1100, page.id
        assert terms_in(page.text), page.id
