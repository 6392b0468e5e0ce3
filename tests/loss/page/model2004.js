/* SCORM 2004 4th edition Run-Time Environment 4: the CMI data model, its data types and its vocabularies. Times without
 * a zone and to hundredths only: Moodle and Canvas refuse what else the specification would allow. */
"use strict";
(() => {
  const text = (most) => (value) => value.length > most;
  const oneOf = (...words) => (value) => !words.includes(value);
  const like = (pattern) => (value) => !pattern.test(value);
  const real = /^-?\d{1,10}(\.\d{1,7})?$/;
  const within = (low, high) => (value) => !real.test(value) || ((Number(value) < low || Number(value) > high) && "407");
  const number = like(real);
  const long = like(/^(?!urn:$)[^\s<>"\\^`{|}[\]]{1,4000}$/);
  const short = "[^\\s<>\"\\\\^`{|}[\\],.]{1,250}";
  const timespan = like(/^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/);
  const time = like(/^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/);
  const answers = {
    "true-false": /^(true|false)$/,
    choice: new RegExp(`^(${short}(\\[,\\]${short}){0,35})?$`),
    "fill-in": /^[\s\S]{0,250}(\[,\][\s\S]{0,250}){0,9}$/,
    "long-fill-in": /^[\s\S]{0,4000}$/,
    numeric: real,
    likert: new RegExp(`^${short}$`),
    matching: new RegExp(`^${short}\\[\\.\\]${short}(\\[,\\]${short}\\[\\.\\]${short}){0,35}$`),
    performance: /^[\s\S]{1,4000}$/,
    sequencing: new RegExp(`^${short}(\\[,\\]${short}){0,35}$`),
    other: /^[\s\S]{0,4000}$/,
  };
  const patterns = {
    ...answers,
    "fill-in": /^(\{case_matters=(true|false)\})?(\{order_matters=(true|false)\})?[\s\S]{0,2500}$/,
    numeric: /^(-?\d{1,10}(\.\d{1,7})?)?\[:\](-?\d{1,10}(\.\d{1,7})?)?$/,
  };
  const typed = (kinds) => (value, values, element) => {
    const type = values.get(element.replace(/^(cmi\.interactions\.\d+)\..*$/, "$1.type"));
    return type === undefined ? "408" : !kinds[type].test(value);
  };
  const r = (start) => ({ access: "r", start, check: () => false });
  const rw = (check, start) => ({ access: "rw", start, check });
  const w = (check) => ({ access: "w", check });
  const described = (value) => value.replace(/^\{lang=[^}]*\}/, "").length > 250;
  const completion = oneOf("completed", "incomplete", "not attempted", "unknown");
  const success = oneOf("passed", "failed", "unknown");

  const plain = {
    "cmi._version": r("1.0"),
    "cmi.completion_status": rw(completion, "unknown"),
    "cmi.completion_threshold": r(undefined),
    "cmi.credit": r("credit"),
    "cmi.entry": r(""),
    "cmi.exit": w(oneOf("time-out", "suspend", "logout", "normal", "")),
    "cmi.launch_data": r(undefined),
    "cmi.learner_id": r(""),
    "cmi.learner_name": r(""),
    "cmi.learner_preference._children": r("audio_level,language,delivery_speed,audio_captioning"),
    "cmi.learner_preference.language": rw(text(250), ""),
    "cmi.location": rw(text(1000)),
    "cmi.max_time_allowed": r(undefined),
    "cmi.mode": r("normal"),
    "cmi.progress_measure": rw(within(0, 1)),
    "cmi.scaled_passing_score": r(undefined),
    "cmi.score._children": r("scaled,raw,min,max"),
    "cmi.score.scaled": rw(within(-1, 1)),
    "cmi.score.raw": rw(number),
    "cmi.score.min": rw(number),
    "cmi.score.max": rw(number),
    "cmi.session_time": w(timespan),
    "cmi.success_status": rw(success, "unknown"),
    "cmi.suspend_data": rw(text(64000)),
    "cmi.time_limit_action": r("continue,no message"),
    "cmi.total_time": r("PT0S"),
    "cmi.objectives._children": r("id,score,success_status,completion_status,progress_measure,description"),
    "cmi.interactions._children": r("id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description"),
    "cmi.comments_from_learner._children": r("comment,location,timestamp"),
    "adl.nav.request": rw(oneOf("continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll", "_none_"), "_none_"),
  };
  const sameObjective = (value, values, element) => {
    if (long(value)) return true;
    const others = [...values].some(([name, id]) => /^cmi\.objectives\.\d+\.id$/.test(name) && name !== element && id === value);
    return (others || (values.has(element) && values.get(element) !== value)) && "351";
  };
  const lists = {
    "cmi.objectives.n.id": rw(sameObjective),
    "cmi.objectives.n.score.scaled": rw(within(-1, 1)),
    "cmi.objectives.n.score.raw": rw(number),
    "cmi.objectives.n.score.min": rw(number),
    "cmi.objectives.n.score.max": rw(number),
    "cmi.objectives.n.success_status": rw(success, "unknown"),
    "cmi.objectives.n.completion_status": rw(completion, "unknown"),
    "cmi.objectives.n.progress_measure": rw(within(0, 1)),
    "cmi.objectives.n.description": rw(described),
    "cmi.interactions.n.id": rw(long),
    "cmi.interactions.n.type": rw(oneOf(...Object.keys(answers))),
    "cmi.interactions.n.objectives.n.id": rw(long),
    "cmi.interactions.n.timestamp": rw(time),
    "cmi.interactions.n.correct_responses.n.pattern": rw(typed(patterns)),
    "cmi.interactions.n.weighting": rw(number),
    "cmi.interactions.n.learner_response": rw(typed(answers)),
    "cmi.interactions.n.result": rw((v) => !["correct", "incorrect", "unanticipated", "neutral"].includes(v) && !real.test(v)),
    "cmi.interactions.n.latency": rw(timespan),
    "cmi.interactions.n.description": rw(described),
    "cmi.comments_from_learner.n.comment": rw(text(4000)),
    "cmi.comments_from_learner.n.location": rw(text(250)),
    "cmi.comments_from_learner.n.timestamp": rw(time),
  };

  window.strictLms = window.strictLms ?? {};
  window.strictLms.scorm2004 = {
    model: window.strictModel(plain, lists, { unknown: "401", gap: "351", getGap: "301", readOnly: "404", keyword: "404", first: "408" }),
    api: {
      names: {
        object: "API_1484_11", initialize: "Initialize", get: "GetValue", set: "SetValue", commit: "Commit",
        finish: "Terminate", lastError: "GetLastError", errorText: "GetErrorString", diagnostic: "GetDiagnostic",
      },
      order: {
        before: { get: "122", set: "132", commit: "142", finish: "112" },
        after: { get: "123", set: "133", commit: "143", finish: "113" },
      },
      initializedTwice: "103", initializedOver: "104", unset: "403", badType: "406", readOnly: "404", writeOnly: "405",
      commitFailed: "391", mayAsk: ["301"],
    },
  };
})();
