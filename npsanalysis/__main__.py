"""Run the command as `python -m npsanalysis`."""

import sys

from npsanalysis.cli import main

sys.exit(main())
