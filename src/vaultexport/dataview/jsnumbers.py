"""Numbers as JavaScript writes, rounds and divides them."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

_EXACT = Decimal(10) ** -100


def number_text(number: float) -> str:
    """Write a number in JavaScript's shortest form: ``1``, ``0.5``, ``1e+21``, ``NaN``."""
    number = float(number)
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    mantissa, _, exponent = f"{Decimal(repr(abs(number))):e}".partition("e")
    digits = mantissa.replace(".", "").rstrip("0")
    text = _place_point(digits, int(exponent) + 1)
    return f"-{text}" if number < 0 else text


def _place_point(digits: str, point: int) -> str:
    """Write significant digits whose decimal point stands behind the first ``point`` of them."""
    if 0 < point <= 21:
        whole, fraction = digits[:point].ljust(point, "0"), digits[point:]
        return f"{whole}.{fraction}" if fraction else whole
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    exponent = point - 1
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{'+' if exponent > 0 else '-'}{abs(exponent)}"


def divide(dividend: float, divisor: float) -> float:
    """Divide; a division by zero gives an infinity or NaN."""
    if divisor:
        return dividend / divisor
    if not dividend or math.isnan(dividend) or math.isnan(divisor):
        return math.nan
    return math.copysign(math.inf, dividend) * math.copysign(1, divisor)


def remainder(dividend: float, divisor: float) -> float:
    """Return what is left of a division, with the sign of the dividend."""
    if math.isnan(divisor) or not math.isfinite(dividend) or not divisor:
        return math.nan
    return math.fmod(dividend, divisor)


def round_half_up(number: float) -> float:
    """Round to a whole number, halves towards positive infinity: -2.5 becomes -2."""
    if not math.isfinite(number):
        return number
    below = math.floor(number)
    return float(below + (number - below >= 0.5))


def to_fixed(number: float, digits: int) -> float:
    """Round to decimals by the number's exact binary value: 1.005 to two is 1."""
    if not math.isfinite(number) or abs(number) >= 1e21:
        return number
    return float(Decimal(number).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
