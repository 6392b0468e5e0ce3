"""Receipts as a person types them, on the examples that the player's tests use."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mobility_bridge.schemas
from mobility_bridge import claimcode, receipt
from mobility_bridge.receipt import Payload, ReceiptError

FILE = Path(mobility_bridge.schemas.__file__).parent / "examples" / "receipts.json"
EXAMPLES = json.loads(FILE.read_text("utf-8"))
KEY = receipt.derive_key("7KQ4M2XP9DE")
ONE = EXAMPLES[0]["receipt"]


def reason(written: str) -> str:
    with pytest.raises(ReceiptError) as raised:
        receipt.read(written)
    return raised.value.reason


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["receipt"])
def test_examples_are_read_and_fit(example):
    key = receipt.derive_key(claimcode.read(example["code"]))
    read = receipt.read(example["receipt"])
    assert read.payload == Payload(example["line_item"], example["per_mille"], example["day"])
    assert read.payload.date.isoformat() == example["date"]
    assert read.fits(key, example["package"], example["version"])
    assert receipt.show(receipt.make(key, read.payload, example["package"], example["version"])) == example["receipt"]


def test_no_example_fits_another_ones_code_package_or_version():
    told = {(example["code"], example["package"], example["version"]) for example in EXAMPLES}
    for code, package, version in told:
        key = receipt.derive_key(claimcode.read(code))
        for example in EXAMPLES:
            fits = receipt.read(example["receipt"]).fits(key, package, version)
            assert fits == ((code, package, version) == (example["code"], example["package"], example["version"]))


def test_a_receipt_is_read_as_people_write_it():
    symbols = receipt.read(ONE).symbols
    for written in (
        ONE.lower(),
        ONE.replace("-", " "),
        ONE.replace("-", "\u2013"),
        ONE.replace("0", "o"),
        f" {ONE}\u200b\t",
    ):
        assert receipt.read(written).symbols == symbols


def test_every_single_mistyped_symbol_is_found():
    symbols = receipt.read(ONE).symbols
    for index, right in enumerate(symbols):
        for symbol in claimcode.ALPHABET.replace(right, ""):
            assert reason(symbols[:index] + symbol + symbols[index + 1 :]) == "mistyped"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "length"),
        (ONE[:-1], "length"),
        (ONE + "0", "length"),
        (ONE[:-1] + "U", "symbol"),
        (ONE[:-1] + "é", "symbol"),
    ],
)
def test_what_is_no_receipt_says_why(written, why):
    assert reason(written) == why


def with_body(body: bytes, padding: int = 0) -> str:
    number = int.from_bytes(body, "big") << 3 | padding
    symbols = "".join(claimcode.ALPHABET[number >> 5 * place & 31] for place in reversed(range(23)))
    return symbols + claimcode.check_symbol(symbols)


def test_another_format_and_impossible_figures_are_refused():
    assert reason(with_body(bytes([2]) + bytes(13))) == "version"
    assert reason(with_body(bytes([1, 0, 0x03, 0xE9]) + bytes(10))) == "mistyped"  # 1001 per mille
    assert reason(with_body(bytes([1]) + bytes(13), padding=1)) == "mistyped"  # a second spelling of the same bytes
    assert receipt.read(with_body(bytes([1]) + bytes(13))).payload == Payload(0, 0, 0)


@pytest.mark.parametrize("payload", [Payload(256, 0, 0), Payload(0, 1001, 0), Payload(0, 0, 65536), Payload(-1, 0, 0)])
def test_figures_out_of_range_make_no_receipt(payload):
    with pytest.raises(ValueError, match=r".+"):
        receipt.make(KEY, payload, "a", "b")


payloads = st.builds(Payload, st.integers(0, 255), st.integers(0, 1000), st.integers(0, 65535))
texts = st.text(st.characters(codec="utf-8"), max_size=20)


@given(payloads, texts, texts, texts, texts)
def test_it_fits_what_it_was_made_for_and_nothing_else(payload, package, version, other, another):
    read = receipt.read(receipt.show(receipt.make(KEY, payload, package, version)))
    assert read.payload == payload
    assert read.fits(KEY, package, version)
    assert read.fits(KEY, other, another) == ((other, another) == (package, version))
    assert not read.fits(KEY[::-1], package, version)


@given(payloads, payloads)
def test_a_figure_cannot_be_changed_on_the_way(payload, other):
    made = receipt.read(receipt.make(KEY, payload, "p", "v"))
    changed = receipt.Receipt(made.symbols, other, made.tag)
    assert changed.fits(KEY, "p", "v") == (payload == other)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_reason(written):
    try:
        assert len(receipt.read(written).symbols) == 24
    except ReceiptError as error:
        assert error.reason in {"length", "symbol", "mistyped", "version"}
