/* SCORM 1.2 Run-Time Environment 3.4: the CMI data model, its data types and its vocabularies. */
"use strict";
(() => {
  const text = (most) => (value) => value.length > most;
  const oneOf = (...words) => (value) => !words.includes(value);
  const like = (pattern) => (value) => !pattern.test(value);
  const decimal = /^-?\d{1,10}(\.\d{1,7})?$/;
  const score = (value) => value !== "" && !(decimal.test(value) && Number(value) >= 0 && Number(value) <= 100);
  const identifier = like(/^[A-Za-z0-9_-]{1,255}$/);
  const timespan = like(/^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/);
  const time = like(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/);
  const feedback = {
    "true-false": /^[01tf]$/,
    choice: /^(\{?[a-z0-9](,[a-z0-9])*\}?)?$/,
    "fill-in": /^[\s\S]{0,255}$/,
    numeric: /^-?\d{1,10}(\.\d{1,7})?$/,
    matching: /^\{?[a-z0-9]\.[a-z0-9](,[a-z0-9]\.[a-z0-9])*\}?$/,
    performance: /^[\s\S]{0,255}$/,
    sequencing: /^\{?[a-z0-9](,[a-z0-9])*\}?$/,
    likert: /^[a-z0-9]?$/,
  };
  const answer = (value, values, element) => {
    const type = values.get(element.replace(/^(cmi\.interactions\.\d+)\..*$/, "$1.type"));
    return value.length > 255 || (feedback[type] ? !feedback[type].test(value) : false);
  };
  const r = (start) => ({ access: "r", start, check: () => false });
  const rw = (check, start = "") => ({ access: "rw", start, check });
  const w = (check) => ({ access: "w", check });
  const status = ["passed", "completed", "failed", "incomplete", "browsed"];

  const plain = {
    "cmi._version": r("3.4"),
    "cmi.core._children": r("student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time"),
    "cmi.core.student_id": r(""),
    "cmi.core.student_name": r(""),
    "cmi.core.lesson_location": rw(text(255)),
    "cmi.core.credit": r("credit"),
    "cmi.core.lesson_status": rw(oneOf(...status), "not attempted"),
    "cmi.core.entry": r(""),
    "cmi.core.score._children": r("raw,min,max"),
    "cmi.core.score.raw": rw(score),
    "cmi.core.score.min": rw(score),
    "cmi.core.score.max": rw(score),
    "cmi.core.total_time": r("0000:00:00.00"),
    "cmi.core.lesson_mode": r("normal"),
    "cmi.core.exit": w(oneOf("time-out", "suspend", "logout", "")),
    "cmi.core.session_time": w(timespan),
    "cmi.suspend_data": rw(text(4096)),
    "cmi.launch_data": r(""),
    "cmi.comments": rw(text(4096)),
    "cmi.comments_from_lms": r(""),
    "cmi.objectives._children": r("id,score,status"),
    "cmi.student_data._children": r("mastery_score,max_time_allowed,time_limit_action"),
    "cmi.student_data.mastery_score": r(""),
    "cmi.student_data.max_time_allowed": r(""),
    "cmi.student_data.time_limit_action": r(""),
    "cmi.interactions._children": r("id,objectives,time,type,correct_responses,weighting,student_response,result,latency"),
  };
  const lists = {
    "cmi.objectives.n.id": rw(identifier),
    "cmi.objectives.n.score.raw": rw(score),
    "cmi.objectives.n.score.min": rw(score),
    "cmi.objectives.n.score.max": rw(score),
    "cmi.objectives.n.status": rw(oneOf(...status, "not attempted"), "not attempted"),
    "cmi.interactions.n.id": w(identifier),
    "cmi.interactions.n.objectives.n.id": w(identifier),
    "cmi.interactions.n.time": w(time),
    "cmi.interactions.n.type": w(oneOf(...Object.keys(feedback))),
    "cmi.interactions.n.correct_responses.n.pattern": w(answer),
    "cmi.interactions.n.weighting": w(like(decimal)),
    "cmi.interactions.n.student_response": w(answer),
    "cmi.interactions.n.result": w((v) => !["correct", "wrong", "unanticipated", "neutral"].includes(v) && !decimal.test(v)),
    "cmi.interactions.n.latency": w(timespan),
  };

  window.strictLms = window.strictLms ?? {};
  window.strictLms.scorm12 = {
    model: window.strictModel(plain, lists, { unknown: "201", gap: "201", readOnly: "403", keyword: "402" }),
    api: {
      names: {
        object: "API", initialize: "LMSInitialize", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit",
        finish: "LMSFinish", lastError: "LMSGetLastError", errorText: "LMSGetErrorString", diagnostic: "LMSGetDiagnostic",
      },
      order: {
        before: { get: "301", set: "301", commit: "301", finish: "301" },
        after: { get: "301", set: "301", commit: "301", finish: "301" },
      },
      initializedTwice: "101", initializedOver: "101", unset: "0", badType: "405", readOnly: "403", writeOnly: "404",
      commitFailed: "101", mayAsk: [],
    },
  };
})();
