"""Numbered pages of a list."""


def numbers(page: int, total: int, size: int) -> dict[str, int | None]:
    """Numbers of this, the former and the following page, None where there is none."""
    return {
        "page": page,
        "former": page - 1 if page > 1 else None,
        "following": page + 1 if page * size < total and page < 50 else None,
    }
