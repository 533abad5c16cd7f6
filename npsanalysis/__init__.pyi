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
from .figures import alt_text as alt_text
from .figures import plot_distribution as plot_distribution
from .figures import plot_estimates as plot_estimates
from .figures import plot_statements as plot_statements
from .figures import show as show
from .intervals import INTERVALS as INTERVALS
from .score import NPSEstimate as NPSEstimate
from .score import nps as nps
from .score import nps_by as nps_by
from .score import nps_from_counts as nps_from_counts
from .simulate import simulate_responses as simulate_responses
from .tables import format_estimates as format_estimates
from .tables import format_labels as format_labels

__version__: str
