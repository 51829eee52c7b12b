"""Which kinds of units there are, and of which level each is; data."""

from pipeline.geography import Level

LEVELS: dict[str, frozenset[Level]] = {
    "Tỉnh": frozenset(("province",)),
    "Thành phố": frozenset(("province", "district")),
    "Huyện": frozenset(("district",)),
    "Quận": frozenset(("district",)),
    "Thị xã": frozenset(("district",)),
    "Thị trấn": frozenset(("commune",)),
    "Xã": frozenset(("commune",)),
    "Phường": frozenset(("commune",)),
    "Đặc khu": frozenset(("commune",)),
}
BECAME: dict[str, tuple[str, ...]] = {
    "Tỉnh": ("Thành phố",),
    "Huyện": ("Thị xã", "Thành phố", "Quận"),
    "Thị xã": ("Thành phố", "Quận"),
    "Xã": ("Phường", "Thị trấn"),
    "Thị trấn": ("Phường", "Xã"),
}
"""What a unit of before was later: until 2008 Phủ Lý was a "thị xã". The data has what it was at last."""
