from .comments.classifier import CommentClassifier as CommentClassifier
from .comments.counting import count_labels as count_labels
from .comments.labelling import classify_statements as classify_statements
from .comments.labelling import classify_texts as classify_texts
from .comments.splitting import split_comments as split_comments
from .comments.training import read_corpus as read_corpus
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
from .language import detect_language as detect_language
from .language import is_no_content as is_no_content
from .score import NPSEstimate as NPSEstimate
from .score import nps as nps
from .score import nps_by as nps_by
from .score import nps_from_counts as nps_from_counts

__version__: str
