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
    """Print the seconds and the sizes of the files for each export."""
    files = ("study.html", "study.pptx", "study.xlsx", "study.ipynb")
    print(f"{'export':32}  {'seconds':>8}" + "".join(f"  {name + ' kB':>15}" for name in files))
    for export in exports:
        with tempfile.TemporaryDirectory() as out:
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "npsanalysis", "study", str(export), "--out", out],
                check=True,
                capture_output=True,
            )
            taken = time.perf_counter() - start
            sizes = [(Path(out) / name).stat().st_size / 1000 for name in files]
        print(f"{export.name:32}  {taken:8.1f}" + "".join(f"  {size:15.0f}" for size in sizes))


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]]
    main(named or sorted([*SAMPLES.glob("*.csv"), *SAMPLES.glob("*.xlsx")]))
