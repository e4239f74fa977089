"""What the Python sides share: the inputs, and the protocol of `benchmarks serve`.

One line of JSON when ready; then, for each line read (a number of repetitions), the mean seconds of one, wall and
CPU (of all threads).
"""

import json
import pathlib
import sys
import time

import numpy as np

folder = pathlib.Path(sys.argv[1])


def load_json(name):
    return json.loads((folder / name).read_text())


def floats(name, *shape):
    return np.fromfile(folder / name, dtype=np.float32).reshape(shape)


def split(clips, lengths):
    """The clips that stand one behind the other."""
    return np.split(clips, np.cumsum(lengths)[:-1])


def serve(name, check, run):
    """Answers until the input ends. `check` holds numbers that our side must agree with."""
    print(json.dumps({"name": name, "check": check}), flush=True)
    for line in sys.stdin:
        repetitions = int(line)
        start, cpu = time.perf_counter(), time.process_time()
        for _ in range(repetitions):
            run()
        seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
        print(seconds / repetitions, cpu_seconds / repetitions, flush=True)
