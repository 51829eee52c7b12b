"""`python -m crawler` is `congtin`."""

import sys
import traceback

try:
    from crawler.cli import main
except Exception:  # noqa: BLE001 - as when the program is exchanged just now: a mistake, and no verb's word
    traceback.print_exc()
    sys.exit(70)  # pipeline.errors.CRASHED, which may be what is missing

main()
