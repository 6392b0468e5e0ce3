"""A block's weight as authors write it ("1.0"), and as points in thousandths for packages."""

from decimal import Decimal, InvalidOperation

from xblocks.core.definition import DefinitionError

MOST = 1000


def points(weight: str | float | None, line: int | None = None) -> int | None:
    """Thousandths of a point, halves rounded up; None for no weight: ungraded. Raises DefinitionError."""
    if weight is None or weight == "":
        return None
    try:
        number = Decimal(str(weight))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= MOST:
        raise DefinitionError(
            f'weight="{weight}": write a number from 0 to {MOST}, e.g. 1.0, or leave it out: then it is not graded.',
            line,
        )
    return int(number * 1000 + Decimal("0.5"))
