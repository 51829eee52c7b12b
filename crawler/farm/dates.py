"""Dates as Vietnamese portals print them."""

from datetime import UTC, date, datetime

_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def weekday(day: date) -> str:
    """The day's name, "Thứ hai" to "Chủ nhật"."""
    return _WEEKDAYS[day.weekday()]


def spread(day: date) -> str:
    """A date as "Thứ Sáu, 22/12/2023", both words of the weekday with a capital."""
    return f"{weekday(day).title()}, {day:%d/%m/%Y}"


def half_day(moment: datetime) -> str:
    """A moment as "22/12/2023 4:05 CH": SA before noon, CH from then on, as .NET prints for vi-VN."""
    half = "SA" if moment.hour < 12 else "CH"
    return f"{moment.day}/{moment.month:02}/{moment.year} {moment.hour % 12 or 12}:{moment.minute:02} {half}"


def gmt(moment: datetime) -> datetime:
    """The same instant in UTC, for feeds."""
    return moment.astimezone(UTC)
