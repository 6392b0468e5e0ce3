/** The script of `poll`, `survey` and `poll_question` blocks in a package. */

import { register } from "../register";
import { PollElement, pollRules, SurveyElement, surveyRules } from "./view";

register("poll", "mobility-poll", PollElement, pollRules);
register("poll_question", "mobility-poll", PollElement, pollRules);
register("survey", "mobility-survey", SurveyElement, surveyRules);
