"""`python -m siyaq.demo`: serve the demo outlets until stopped."""

import argparse
import json
import signal
import sys
import threading

from siyaq.demo.server import open_demo


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; the first line on stdout is a JSON object with the addresses."""
    parser = argparse.ArgumentParser(prog="python -m siyaq.demo", description="Serve the invented demo outlets on loopback.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="port; 0 takes a free one (default)")
    options = parser.parse_args(arguments)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    try:
        with open_demo(options.host, options.port) as server:
            print(json.dumps({"base": server.base, "outlets": server.outlets}), flush=True)
            stop.wait()
    except OSError as exc:
        print(f"siyaq.demo: cannot listen on {options.host}:{options.port}: {exc.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
