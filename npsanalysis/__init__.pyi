from .counts import categorize as categorize
from .counts import count_scores as count_scores
from .errors import NoScoreColumnError as NoScoreColumnError
from .errors import NPSError as NPSError
from .errors import ReadingError as ReadingError
from .errors import ScoreRangeError as ScoreRangeError
from .errors import SmallGroupWarning as SmallGroupWarning
from .errors import StudyError as StudyError
from .errors import UnknownColumnError as UnknownColumnError
from .errors import UnknownNameError as UnknownNameError
from .intervals import INTERVALS as INTERVALS
from .reading.export import Export as Export
from .reading.export import read_export as read_export
from .reading.layouts import LAYOUTS as LAYOUTS
from .reading.report import describe_audit as describe_audit
from .reading.values import is_no_content as is_no_content
from .score import NPSEstimate as NPSEstimate
from .score import nps as nps
from .score import nps_by as nps_by
from .score import nps_from_counts as nps_from_counts

__version__: str
