"""`python -m crawler.farm [FIRST_PORT]`: serve the sample portals until Ctrl-C and print their addresses."""

import signal
import sys

from crawler.farm import Farm
from pipeline.errors import ConfigError


def main() -> int:
    """Serve until SIGINT or SIGTERM. Exit code 2 when a port cannot be used."""
    try:
        base_port = int(sys.argv[1]) if len(sys.argv) > 1 else 8101
        with Farm(base_port=base_port) as farm:
            for portal in farm.portals:
                size = f"{len(portal.truth)} articles"
                sys.stdout.write(f"{portal.url}  {portal.platform:<11} {portal.name} ({size})\n")
            sys.stdout.write("Ctrl-C ends.\n")
            sys.stdout.flush()
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except (ConfigError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    sys.exit(main())
