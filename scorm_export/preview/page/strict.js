/* What SCORM refuses and scorm-again lets through, for both versions: one table each of elements and their types.
 *
 * Where the specification allows more than LMSs in the field take (a time zone behind a timestamp, dots in a choice's
 * identifier, an interval in days), the narrower form counts: a course that passes here passes there.
 * 1.2: SCORM Run-Time Environment 1.2, section 3.4. 2004: Run-Time Environment 4th Edition, section 4.
 */
"use strict";
globalThis.strictRules = (() => {
  const matches = (pattern) => (value) => pattern.test(value);
  const text = (most) => (value) => value.length <= most;
  const words = (...known) => (value) => known.includes(value);
  const number = (pattern, low = -Infinity, high = Infinity) => (value) => pattern.test(value) && Number(value) >= low && Number(value) <= high;
  const either = (...types) => (value) => types.some((type) => type(value));
  const readOnly = null;

  const DECIMAL = /^-?\d+(\.\d+)?$/;
  const one = either(words(""), number(DECIMAL, 0, 100));
  const identifier12 = matches(/^[A-Za-z0-9_]{1,255}$/);
  const timespan = matches(/^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/);
  const status12 = words("passed", "completed", "failed", "incomplete", "browsed");
  const many = "([a-z0-9](,[a-z0-9])*|\\{[a-z0-9](,[a-z0-9])*\\})?";
  const pairs = "([a-z0-9]\\.[a-z0-9](,[a-z0-9]\\.[a-z0-9])*|\\{[a-z0-9]\\.[a-z0-9](,[a-z0-9]\\.[a-z0-9])*\\})?";
  const feedback12 = {
    "true-false": matches(/^[01tf]$/),
    choice: matches(new RegExp(`^${many}$`)),
    "fill-in": text(255),
    matching: matches(new RegExp(`^${pairs}$`)),
    performance: text(255),
    likert: matches(/^[a-z0-9]?$/),
    sequencing: matches(new RegExp(`^${many}$`)),
    numeric: matches(DECIMAL),
  };

  /** Element → type of what a course may write; readOnly: the LMS says, or scorm-again knows. */
  const elements12 = {
    "cmi._version": readOnly,
    "cmi.core._children": readOnly,
    "cmi.core.student_id": readOnly,
    "cmi.core.student_name": readOnly,
    "cmi.core.lesson_location": text(255),
    "cmi.core.credit": readOnly,
    "cmi.core.lesson_status": status12,
    "cmi.core.entry": readOnly,
    "cmi.core.score._children": readOnly,
    "cmi.core.score.raw": one,
    "cmi.core.score.min": one,
    "cmi.core.score.max": one,
    "cmi.core.total_time": readOnly,
    "cmi.core.lesson_mode": readOnly,
    "cmi.core.exit": words("time-out", "suspend", "logout", ""),
    "cmi.core.session_time": timespan,
    "cmi.suspend_data": text(4096),
    "cmi.launch_data": readOnly,
    "cmi.comments": text(4096),
    "cmi.comments_from_lms": readOnly,
    "cmi.objectives._children": readOnly,
    "cmi.objectives._count": readOnly,
    "cmi.objectives.n.id": identifier12,
    "cmi.objectives.n.score._children": readOnly,
    "cmi.objectives.n.score.raw": one,
    "cmi.objectives.n.score.min": one,
    "cmi.objectives.n.score.max": one,
    "cmi.objectives.n.status": either(status12, words("not attempted")),
    "cmi.student_data._children": readOnly,
    "cmi.student_data.mastery_score": readOnly,
    "cmi.student_data.max_time_allowed": readOnly,
    "cmi.student_data.time_limit_action": readOnly,
    "cmi.student_preference._children": readOnly,
    "cmi.student_preference.audio": number(/^-?\d+$/, -1, 100),
    "cmi.student_preference.language": text(255),
    "cmi.student_preference.speed": number(/^-?\d+$/, -100, 100),
    "cmi.student_preference.text": number(/^-?\d+$/, -1, 1),
    "cmi.interactions._children": readOnly,
    "cmi.interactions._count": readOnly,
    "cmi.interactions.n.id": identifier12,
    "cmi.interactions.n.objectives._count": readOnly,
    "cmi.interactions.n.objectives.n.id": identifier12,
    "cmi.interactions.n.time": matches(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/),
    "cmi.interactions.n.type": words(...Object.keys(feedback12)),
    "cmi.interactions.n.correct_responses._count": readOnly,
    "cmi.interactions.n.correct_responses.n.pattern": "response",
    "cmi.interactions.n.weighting": matches(DECIMAL),
    "cmi.interactions.n.student_response": "response",
    "cmi.interactions.n.result": either(words("correct", "wrong", "unanticipated", "neutral"), matches(DECIMAL)),
    "cmi.interactions.n.latency": timespan,
  };

  const REAL = /^-?\d{1,10}(\.\d{1,7})?$/;
  const real = matches(REAL);
  const long = matches(/^\S{1,4000}$/);
  const SHORT = "[A-Za-z0-9_-]{1,250}";
  const list = (item) => matches(new RegExp(`^(${item}(\\[,\\]${item})*)?$`));
  const localized = (most) => (value) => value.replace(/^\{lang=[A-Za-z0-9-]*\}/, "").length <= most;
  const completion = words("completed", "incomplete", "not attempted", "unknown");
  const success = words("passed", "failed", "unknown");
  const timestamp = matches(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3])(:[0-5]\d(:[0-5]\d(\.\d{1,2})?)?)?)?)?)?$/);
  const interval = matches(/^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/);
  const feedback2004 = {
    "true-false": words("true", "false"),
    choice: list(SHORT),
    "fill-in": (value) => value.split("[,]").length <= 10 && value.split("[,]").every(localized(250)),
    "long-fill-in": localized(4000),
    likert: matches(new RegExp(`^${SHORT}$`)),
    matching: list(`${SHORT}\\[\\.\\]${SHORT}`),
    performance: list(`(${SHORT})?\\[\\.\\][^\\[\\]]{0,250}`),
    sequencing: list(SHORT),
    numeric: real,
    other: text(4000),
  };
  /** Patterns of right answers may carry more than an answer: a range, {order_matters=…}. */
  const patterns2004 = { ...feedback2004, numeric: matches(/^(-?\d{1,10}(\.\d{1,7})?)?(\[:\](-?\d{1,10}(\.\d{1,7})?)?)?$/), "fill-in": text(4000), performance: text(4000) };
  const score2004 = (before) => ({
    [`${before}._children`]: readOnly,
    [`${before}.scaled`]: number(REAL, -1, 1),
    [`${before}.raw`]: real,
    [`${before}.min`]: real,
    [`${before}.max`]: real,
  });
  const given = (...names) => Object.fromEntries(names.map((name) => [name, readOnly]));

  const elements2004 = {
    ...given("cmi._version", "cmi.completion_threshold", "cmi.credit", "cmi.entry", "cmi.launch_data", "cmi.learner_id"),
    ...given("cmi.learner_name", "cmi.max_time_allowed", "cmi.mode", "cmi.scaled_passing_score", "cmi.time_limit_action", "cmi.total_time"),
    ...given("cmi.comments_from_lms._children", "cmi.comments_from_lms._count", "cmi.comments_from_lms.n.comment"),
    ...given("cmi.comments_from_lms.n.location", "cmi.comments_from_lms.n.timestamp"),
    ...given("cmi.comments_from_learner._children", "cmi.comments_from_learner._count"),
    "cmi.comments_from_learner.n.comment": localized(4000),
    "cmi.comments_from_learner.n.location": text(250),
    "cmi.comments_from_learner.n.timestamp": timestamp,
    "cmi.completion_status": completion,
    "cmi.success_status": success,
    "cmi.exit": words("time-out", "suspend", "logout", "normal", ""),
    "cmi.location": text(1000),
    "cmi.progress_measure": number(REAL, 0, 1),
    "cmi.session_time": matches(/^PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?$/),
    "cmi.suspend_data": text(64000),
    ...score2004("cmi.score"),
    ...given("cmi.learner_preference._children"),
    "cmi.learner_preference.audio_level": number(REAL, 0),
    "cmi.learner_preference.language": text(250),
    "cmi.learner_preference.delivery_speed": number(REAL, 0),
    "cmi.learner_preference.audio_captioning": words("-1", "0", "1"),
    ...given("cmi.objectives._children", "cmi.objectives._count"),
    "cmi.objectives.n.id": long,
    ...score2004("cmi.objectives.n.score"),
    "cmi.objectives.n.success_status": success,
    "cmi.objectives.n.completion_status": completion,
    "cmi.objectives.n.progress_measure": number(REAL, 0, 1),
    "cmi.objectives.n.description": localized(250),
    ...given("cmi.interactions._children", "cmi.interactions._count", "cmi.interactions.n.objectives._count"),
    "cmi.interactions.n.id": long,
    "cmi.interactions.n.type": words(...Object.keys(feedback2004)),
    "cmi.interactions.n.objectives.n.id": long,
    "cmi.interactions.n.timestamp": timestamp,
    "cmi.interactions.n.correct_responses._count": readOnly,
    "cmi.interactions.n.correct_responses.n.pattern": "response",
    "cmi.interactions.n.weighting": real,
    "cmi.interactions.n.learner_response": "response",
    "cmi.interactions.n.result": either(words("correct", "incorrect", "unanticipated", "neutral"), real),
    "cmi.interactions.n.latency": interval,
    "cmi.interactions.n.description": localized(250),
  };

  const versions = {
    scorm12: {
      elements: elements12,
      feedback: feedback12,
      patterns: feedback12,
      longest: 255,
      codes: { unknown: "201", nothing: "201", type: "405", index: "201", range: "405" },
      before: { GetValue: "301", SetValue: "301", Commit: "301", Terminate: "301" },
      running: { Initialize: "101" },
      over: { Initialize: "101", GetValue: "301", SetValue: "301", Commit: "301", Terminate: "301" },
    },
    scorm2004: {
      elements: elements2004,
      feedback: feedback2004,
      patterns: patterns2004,
      longest: 4000,
      codes: { unknown: "401", nothing: "301", type: "406", index: "351", range: "407" },
      before: { GetValue: "122", SetValue: "132", Commit: "142", Terminate: "112" },
      running: { Initialize: "103" },
      over: { Initialize: "104", GetValue: "123", SetValue: "133", Commit: "143", Terminate: "113" },
    },
  };

  /** The rules for one session. `read` answers what the run-time holds, "" for nothing.
   *
   * `refuse(call, args)` gives the error code, "0" when the rules have nothing against it; `accepted(call, args)` is told
   * what the run-time has taken. Calls are named as in 2004, without "LMS".
   */
  return (version, read) => {
    const rules = versions[version];
    const types = new Map();
    let phase = "before";

    /** cmi.interactions.3.id → cmi.interactions.n.id */
    const general = (element) => element.replace(/\.(0|[1-9]\d*)(?=\.)/g, ".n");

    /** Each list grows by one at a time. */
    function gap(element) {
      const parts = element.split(".");
      return parts.some((part, at) => /^\d+$/.test(part) && Number(part) > Number(read([...parts.slice(0, at), "_count"].join(".")) || 0));
    }

    function typed(element, kind, value) {
      if (typeof kind === "function") return kind(value);
      const [, , index] = element.split(".");
      const type = types.get(index) || (version === "scorm2004" ? read(`cmi.interactions.${index}.type`) : "");
      const known = (element.endsWith("pattern") ? rules.patterns : rules.feedback)[type];
      return value.length <= rules.longest && (!known || known(value));
    }

    /** An objective keeps its identifier, and no two have the same (RTE 4.2.17.1). */
    function objectiveTaken(element, value) {
      const [, index] = /^cmi\.objectives\.(\d+)\.id$/.exec(element) || [];
      if (version !== "scorm2004" || index === undefined) return false;
      const count = Number(read("cmi.objectives._count"));
      const ids = Array.from({ length: count }, (_, at) => read(`cmi.objectives.${at}.id`));
      return Number(index) < count ? ids[Number(index)] !== value : ids.includes(value);
    }

    function elementError(element) {
      if (element === "") return rules.codes.nothing;
      if (/^adl\./.test(element) && version === "scorm2004") return "0";
      const name = general(element);
      if (Object.hasOwn(rules.elements, name)) return "0";
      const [, parent, keyword] = /^(.*)\.(_children|_count)$/.exec(name) || [];
      if (!Object.hasOwn(rules.elements, parent)) return rules.codes.unknown;
      if (version === "scorm2004") return "0";
      return keyword === "_children" ? "202" : "203";
    }

    function valueError(element, value) {
      const kind = rules.elements[general(element)];
      if (!kind) return "0";
      if (gap(element)) return rules.codes.index;
      if (objectiveTaken(element, value)) return "351";
      if (typed(element, kind, value)) return "0";
      return /(score|measure|audio|speed|preference\.text)/.test(element) && DECIMAL.test(value) ? rules.codes.range : rules.codes.type;
    }

    function refuse(call, [element = "", value = ""]) {
      const now = rules[phase][call];
      if (now) return now;
      if (["Initialize", "Commit", "Terminate"].includes(call)) return String(element) === "" ? "0" : "201";
      if (call !== "GetValue" && call !== "SetValue") return "0";
      const unknown = elementError(String(element));
      return unknown === "0" && call === "SetValue" ? valueError(String(element), String(value)) : unknown;
    }

    function accepted(call, [element = "", value = ""]) {
      if (call === "Initialize") phase = "running";
      if (call === "Terminate") phase = "over";
      const [, index] = /^cmi\.interactions\.(\d+)\.type$/.exec(element) || [];
      if (call === "SetValue" && index !== undefined) types.set(index, String(value));
    }

    return { refuse, accepted };
  };
})();
