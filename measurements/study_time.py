"""How long `npsanalysis study` takes on each bundled sample, from command to files.

Run `python measurements/study_time.py [EXPORT …]`; without arguments, all samples.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "data" / "samples"


def main(exports: list[Path]) -> None:
    """Print the seconds and the size of the page for each export."""
    print(f"{'export':32}  {'seconds':>8}  {'study.html kB':>13}")
    for export in exports:
        with tempfile.TemporaryDirectory() as out:
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "npsanalysis", "study", str(export), "--out", out],
                check=True,
                capture_output=True,
            )
            taken = time.perf_counter() - start
            size = (Path(out) / "study.html").stat().st_size / 1000
        print(f"{export.name:32}  {taken:8.1f}  {size:13.0f}")


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]]
    main(named or sorted([*SAMPLES.glob("*.csv"), *SAMPLES.glob("*.xlsx")]))
