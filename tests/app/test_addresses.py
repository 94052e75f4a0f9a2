# ruff: noqa: RUF001 - letters that look like others are the subject
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.identity.addresses import checked_email, distinct_email, fold_email


@pytest.mark.parametrize(
    "email",
    [
        "ada@example.com",
        "o'neill+tag@sub.example.co.uk",
        "søren@bücher.example",
        "иван@пример.рф",
        "ίσως@παράδειγμα.gr",
        "田中さん@例え.jp",
        "김철수@example.kr",
        "ada.иван@example.com",  # each word in a script of its own
    ],
)
def test_addresses_of_one_script_to_a_word_are_taken(email):
    assert email == distinct_email(email)


@pytest.mark.parametrize(
    "email",
    [
        "аda@example.com",  # a Cyrillic a
        "ada@exаmple.com",
        "раураӏ@example.com",  # wholly Cyrillic, reads like Latin
        "ada@сосо.com",
        "οr@example.com",  # a Greek o
    ],
)
def test_addresses_that_look_like_others_are_refused(email):
    checked_email(email)  # whoever has it already still signs in
    with pytest.raises(Invalid, match=r"script|Latin"):
        distinct_email(email)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "@example.com",
        "ada@",
        "a b@example.com",
        "a,b@example.com",
        "a;b@example.com",
        "a@b@c",
        "<ada@example.com>",
        "ada@example.com\r\nBcc: eve@example.com",
        "ada\x00@example.com",
        "ada\u202e@example.com",  # turns what follows around
        "ada\u200b@example.com",  # is not seen
        f"{'a' * 320}@example.com",
    ],
)
def test_what_is_no_address_is_refused(email):
    with pytest.raises(Invalid, match="not an e-mail address"):
        checked_email(email)


def test_compatibility_forms_and_capitals_are_one_address():
    assert "ada@example.com" == fold_email(" ＡＤＡ@ｅxample.com ") == fold_email("Ada@Example.COM")
    assert "ada@example.com" == distinct_email("ａｄａ@example.com")


@given(st.text(max_size=400))
def test_any_text_is_taken_or_refused(email):
    try:
        taken = distinct_email(email)
    except Invalid:
        return
    assert 1 == taken.count("@")
    assert taken == distinct_email(taken)
