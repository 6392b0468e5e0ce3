/* The LMS's side of SCORM 1.2: scorm-again as run-time, made as strict as the specification where it is lax.
 * Every call is shown and sent to the server, so that tests can read it. */
"use strict";
(() => {
  const start = JSON.parse(document.getElementById("start").textContent);
  const { learner, cmi } = start;
  const api = new Scorm12API({
    lmsCommitUrl: `/commit/${learner.id}`,
    dataCommitFormat: "json",
    sendFullCommit: true,
    renderCommonCommitFields: true,
    autocommit: false,
    logLevel: "ERROR",
  });
  const stored = JSON.parse(JSON.stringify(cmi || {}));
  const resumed = Object.keys(stored).length > 0;
  stored.core = { ...(stored.core || {}), student_id: learner.id, student_name: learner.name };
  stored.core.credit = "credit";
  stored.core.lesson_mode = "normal";
  stored.core.entry = resumed && stored.core.exit === "suspend" ? "resume" : resumed ? "" : "ab-initio";
  delete stored.core.exit;
  delete stored.core.session_time;
  api.loadFromJSON({ cmi: stored }, "");

  /** What the specification refuses and scorm-again lets through (fact: it accepts 64,000 characters and any id). */
  const rules = [
    [/^cmi\.suspend_data$/, (v) => v.length <= 4096, "405"],
    [/^cmi\.(interactions|objectives)\.\d+\.id$/, (v) => /^[A-Za-z0-9_]{1,255}$/.test(v), "405"],
    [/^cmi\.interactions\.\d+\.student_response$/, (v) => v.length <= 255, "405"],
  ];
  let ownError = "0";
  let finished = false;
  let fresh = [];
  const table = document.getElementById("calls");

  function record(name, args, result, error = ownError !== "0" ? ownError : String(api.LMSGetLastError())) {
    fresh.push([name, args, result, error]);
    const row = table.insertRow(0);
    for (const text of [name.replace("LMS", ""), args.join(" = ").slice(0, 200), result.slice(0, 80), error === "0" ? "" : error]) {
      row.insertCell().textContent = text;
    }
    while (table.rows.length > 300) table.deleteRow(-1);
    const count = document.getElementById("count");
    count.textContent = String(Number(count.textContent) + 1);
    if (/Commit|Finish/.test(name)) flush();
  }

  function flush() {
    const calls = fresh;
    fresh = [];
    const core = api.cmi.core;
    document.getElementById("status").textContent = `${core.lesson_status || "–"} ${core.score.raw || ""}`.trim();
    if (calls.length) navigator.sendBeacon(`/calls/${learner.id}`, JSON.stringify({ calls }));
  }

  function refused(name, args) {
    if (finished && name !== "LMSGetLastError") return name === "LMSInitialize" ? "101" : "301";
    const rule = name === "LMSSetValue" && rules.find(([pattern]) => pattern.test(args[0]));
    return rule && !rule[1](String(args[1])) ? rule[2] : "0";
  }

  /** Beacons may overtake each other, so each commit of this page has a number. */
  const visit = Math.random().toString(36).slice(2);
  let number = 0;
  const nextUrl = () => `/commit/${learner.id}?visit=${visit}&number=${++number}`;

  /** A page that closes may send no request and wait for it; like Moodle, we use a beacon then. */
  function commit() {
    api.settings = { lmsCommitUrl: nextUrl() };
    const result = String(api.LMSCommit(""));
    if (result === "true" || document.visibilityState === "visible") return result;
    return String(navigator.sendBeacon(nextUrl(), JSON.stringify(api.renderCMIToJSONObject())));
  }

  function finish() {
    api.settings = { lmsCommitUrl: nextUrl() };
    return String(api.LMSFinish(""));
  }

  window.API = Object.fromEntries(
    ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetErrorString", "LMSGetDiagnostic"].map((name) => [
      name,
      (...args) => {
        ownError = refused(name, args);
        const call = { LMSCommit: commit, LMSFinish: finish }[name] || (() => String(api[name](...args)));
        const result = ownError === "0" ? call() : "false";
        const done = result === "true" && name === "LMSCommit";
        if (name === "LMSFinish" && result === "true") finished = true;
        record(name, args.map(String), result, done ? "0" : undefined);
        return result;
      },
    ]),
  );
  window.API.LMSGetLastError = () => (ownError !== "0" ? ownError : String(api.LMSGetLastError()));
  window.addEventListener("pagehide", flush);
  document.getElementById("course").src = "/package/index.html";
})();
