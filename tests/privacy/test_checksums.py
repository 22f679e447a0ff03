"""Check digits against published examples; none of these numbers is anybody's."""

from __future__ import annotations

from datetime import date

import pytest

from cjm_research.privacy import checksums

EXAMPLES = [
    # Wikipedia, "Luhn algorithm", the worked example.
    (checksums.luhn, "79927398713"),
    # Test numbers that payment services publish for Visa, American Express, Mastercard and Discover.
    (checksums.card, "4111111111111111"),
    (checksums.card, "378282246310005"),
    (checksums.card, "5555555555554444"),
    (checksums.card, "6011111111111117"),
    # SWIFT, IBAN Registry: the examples of the United Kingdom (as in Wikipedia), Germany and Poland.
    (checksums.iban, "GB82WEST12345698765432"),
    (checksums.iban, "DE89370400440532013000"),
    (checksums.iban, "PL61109010140000071219812874"),
    (checksums.polish_account, "61109010140000071219812874"),
    # Polish Wikipedia, "PESEL", the worked example.
    (checksums.pesel, "44051401359"),
    # python-stdnum's documented example of stdnum.pl.nip.
    (checksums.nip, "8567346215"),
    # Polish Wikipedia, "REGON": nine digits, and fourteen of a branch.
    (checksums.regon, "123456785"),
    (checksums.regon, "12345678512347"),
    # Russian Wikipedia, "Идентификационный номер налогоплательщика": an organisation and a person.
    (checksums.inn, "7830002293"),
    (checksums.inn, "500100732259"),
    # Russian Wikipedia, "Контрольное число", the worked example of SNILS.
    (checksums.snils, "11223344595"),
    # Wikipedia, "Polish identity card", section Validation.
    (checksums.polish_identity_card, "ABA300000"),
    # The specimen of the Polish passport in the Council of the EU's PRADO.
    (checksums.polish_passport, "ZS0000177"),
    # Wikipedia, "Social Security number": the number of a sample card that came with wallets in 1938.
    (checksums.social_security, "078051120"),
]


@pytest.mark.parametrize(("right", "number"), EXAMPLES, ids=lambda value: getattr(value, "__name__", value))
def test_published_examples_are_right(right, number: str):
    assert right(number)


@pytest.mark.parametrize(("right", "number"), EXAMPLES[:-1], ids=lambda value: getattr(value, "__name__", value))
def test_one_changed_digit_is_noticed(right, number: str):
    changed = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not right(changed)
    assert not right(number[:-1])


def test_a_pesel_begins_with_a_date_of_any_century():
    assert checksums.birthday_of_pesel("44051401359") == date(1944, 5, 14)
    assert checksums.birthday_of_pesel("03221444187") == date(2003, 2, 14)
    assert checksums.birthday_of_pesel("44053201359") is None


def test_a_number_of_zeros_is_no_card():
    assert not checksums.card("0000000000000000")


@pytest.mark.parametrize("number", ["666051120", "900051120", "000051120", "078001120", "078050000"])
def test_social_security_numbers_that_are_never_given_out(number: str):
    assert not checksums.social_security(number)
