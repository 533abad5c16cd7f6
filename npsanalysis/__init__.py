"""Net Promoter Score surveys: from a raw export to a study one can defend, in French or in English.

The public names stand in `__init__.pyi` and are loaded when first used, so that `import npsanalysis` costs next to
nothing.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
