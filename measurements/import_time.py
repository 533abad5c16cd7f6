"""How long `import npsanalysis` takes beside `import pandas` and bare Python, each in fresh processes taking turns.

Run `python measurements/import_time.py [ROUNDS]`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

STATEMENTS = {"bare Python": "pass", "import pandas": "import pandas", "import npsanalysis": "import npsanalysis"}


def seconds(statement: str) -> float:
    """Time one fresh process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    """Print the median of each and its ratio to pandas."""
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(rounds):
        for name, statement in STATEMENTS.items():
            times[name].append(seconds(statement))
    pandas = median(times["import pandas"])
    print(f"{'':20}  {'median s':>8}  {'/ pandas':>8}")
    for name, taken in times.items():
        print(f"{name:20}  {median(taken):8.3f}  {median(taken) / pandas:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
