"""Open edX's problem XML (CAPA) read into the question model that the player shows and grades."""

from scorm_export.problems.reader import Question, read_problem
from scorm_export.problems.reading import Unsupported
from scorm_export.problems.ungraded import read_ungraded

__all__ = ["Question", "Unsupported", "read_problem", "read_ungraded"]
