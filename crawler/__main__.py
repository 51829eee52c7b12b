"""`python -m crawler` is `congtin`."""

from crawler.cli import main

main()
