"""starlette's TestClient over httpx, on old and new starlette alike.

starlette 1.x warns at import that it would rather have httpx2; our dev extra holds httpx, which it
still takes, and every warning is an error in these tests.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

__all__ = ["TestClient"]
