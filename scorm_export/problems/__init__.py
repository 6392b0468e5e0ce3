"""Open edX's problem XML (CAPA) read into the question model that the player shows and grades."""

from scorm_export.problems.reader import Question, read_problem
from scorm_export.problems.responses import Unsupported

__all__ = ["Question", "Unsupported", "read_problem"]
