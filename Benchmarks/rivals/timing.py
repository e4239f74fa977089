"""What the scripts beside this one share: timing in rounds, and one line of JSON as the result."""

import argparse
import json
import platform
import statistics
import time


def parser(description):
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--threads", type=int, default=2, help="CPU threads (default: 2)")
    options.add_argument("--rounds", type=int, default=5, help="timed rounds, after one that is not (default: 5)")
    return options


def median_seconds(run, rounds):
    """The median of `rounds` runs; one more goes before them, to fill caches and allocate."""
    run()
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def report(**result):
    print(json.dumps({**result, "python": platform.python_version()}))
