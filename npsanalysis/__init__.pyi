from .changes import decompose_change as decompose_change
from .contrasts import NPSDifference as NPSDifference
from .contrasts import compare as compare
from .contrasts import compare_to_value as compare_to_value
from .counts import categorize as categorize
from .counts import count_scores as count_scores
from .differences import DIFFERENCES as DIFFERENCES
from .errors import NoScoreColumnError as NoScoreColumnError
from .errors import NPSError as NPSError
from .errors import ReadingError as ReadingError
from .errors import SampleWarning as SampleWarning
from .errors import ScoreRangeError as ScoreRangeError
from .errors import SmallGroupWarning as SmallGroupWarning
from .errors import StudyError as StudyError
from .errors import UnknownColumnError as UnknownColumnError
from .errors import UnknownNameError as UnknownNameError
from .group_contrasts import compare_groups as compare_groups
from .intervals import INTERVALS as INTERVALS
from .score import NPSEstimate as NPSEstimate
from .score import nps as nps
from .score import nps_by as nps_by
from .score import nps_from_counts as nps_from_counts

__version__: str
