from .counts import categorize as categorize
from .counts import count_scores as count_scores
from .errors import ComparabilityWarning as ComparabilityWarning
from .errors import DateWarning as DateWarning
from .errors import NoScoreColumnError as NoScoreColumnError
from .errors import NPSError as NPSError
from .errors import ReadingError as ReadingError
from .errors import ScoreRangeError as ScoreRangeError
from .errors import SmallGroupWarning as SmallGroupWarning
from .errors import StudyError as StudyError
from .errors import UnknownColumnError as UnknownColumnError
from .errors import UnknownNameError as UnknownNameError
from .intervals import INTERVALS as INTERVALS
from .score import NPSEstimate as NPSEstimate
from .score import nps as nps
from .score import nps_by as nps_by
from .score import nps_from_counts as nps_from_counts
from .trends.comparability import check_comparability as check_comparability
from .trends.control import control_chart as control_chart
from .trends.events import measure_event as measure_event
from .trends.series import nps_over_time as nps_over_time
from .trends.shifts import find_shifts as find_shifts
from .trends.slope import measure_trend as measure_trend
from .trends.targets import target as target
from .trends.targets import track_target as track_target

__version__: str
