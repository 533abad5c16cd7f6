from .counts import categorize as categorize
from .counts import count_scores as count_scores
from .drivers.change import simulate_change as simulate_change
from .drivers.dominance import dominance as dominance
from .drivers.mentions import add_mentions as add_mentions
from .drivers.notes import driver_notes as driver_notes
from .drivers.ordinal import proportional_odds as proportional_odds
from .drivers.penalty import penalty_reward as penalty_reward
from .drivers.priorities import importance_performance as importance_performance
from .drivers.ranking import rank_drivers as rank_drivers
from .errors import DriverError as DriverError
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

__version__: str
