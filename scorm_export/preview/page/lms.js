/* The LMS's side of SCORM: scorm-again as run-time, and strict.js where it is lax.
 * Every call is shown and sent to the server, so that tests can read it. */
"use strict";
(() => {
  const start = JSON.parse(document.getElementById("start").textContent);
  const { learner, version } = start;
  /** What differs: names, and where the learner's data stand. */
  const edition = {
    scorm12: {
      make: (settings) => new Scorm12API(settings),
      object: "API",
      before: "LMS",
      end: "Finish",
      part: (cmi) => (cmi.core = cmi.core || {}),
      given: { student_id: learner.id, student_name: learner.name, credit: "credit", lesson_mode: "normal" },
      master: (cmi) => (cmi.student_data = { ...cmi.student_data, mastery_score: start.mastery }),
      show: ({ core }) => [core.lesson_status, core.score.raw],
    },
    scorm2004: {
      make: (settings) => new Scorm2004API(settings),
      object: "API_1484_11",
      before: "",
      end: "Terminate",
      part: (cmi) => cmi,
      given: { learner_id: learner.id, learner_name: learner.name, credit: "credit", mode: "normal" },
      master: (cmi) => (cmi.scaled_passing_score = start.mastery),
      show: (cmi) => [cmi.completion_status, cmi.success_status, cmi.score.raw],
    },
  }[version];
  const name = (call) => edition.before + (call === "Terminate" ? edition.end : call);
  const api = edition.make({
    lmsCommitUrl: `/commit/${learner.id}`,
    dataCommitFormat: "json",
    sendFullCommit: true,
    renderCommonCommitFields: true,
    alwaysSendTotalTime: true,
    autocommit: false,
    logLevel: "NONE",
  });
  api.loadFromJSON({ cmi: taken(start.cmi) }, "");

  /** What the last visit left, as the next one finds it. */
  function taken(cmi) {
    const stored = withoutBlanks(cmi || {});
    const resumed = Object.keys(stored).length > 0;
    const part = edition.part(stored);
    const entry = resumed ? (part.exit === "suspend" ? "resume" : "") : "ab-initio";
    Object.assign(part, edition.given, { entry });
    delete part.exit;
    delete part.session_time;
    if (start.mastery) edition.master(stored);
    return stored;
  }

  function withoutBlanks(value) {
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([, each]) => each !== "" && each !== null);
    return Object.fromEntries(kept.map(([key, each]) => [key, withoutBlanks(each)]));
  }

  const read = (element) => String(api[name("GetValue")](element));
  const rules = strictRules(version, read);
  const lastError = () => String(api[name("GetLastError")]());
  let ownError = "0";
  let fresh = [];
  const table = document.getElementById("calls");
  const add = (id) => (document.getElementById(id).textContent = String(Number(document.getElementById(id).textContent) + 1));

  function record(call, args, result, error) {
    fresh.push([name(call), args.map(shortened), shortened(result), error]);
    const row = table.insertRow(0);
    for (const text of [call, args.join(" = ").slice(0, 200), result.slice(0, 80), error === "0" ? "" : error]) {
      row.insertCell().textContent = text;
    }
    // 403 in 2004 is no refusal: nothing has been written there yet.
    if (error !== "0" && !(call === "GetValue" && error === "403" && version === "scorm2004")) {
      row.className = "refused";
      add("refused");
    }
    while (table.rows.length > 300) table.deleteRow(-1);
    add("count");
    if (call === "Commit" || call === "Terminate") flush();
  }

  function flush() {
    const calls = fresh;
    fresh = [];
    document.getElementById("status").textContent = edition.show(api.cmi).filter((each) => each !== "" && each !== "unknown").join(" ") || "–";
    const body = JSON.stringify({ calls });
    const url = `/calls/${learner.id}`;
    // A beacon lives on when the page closes, but browsers queue no more than 64 KiB of them.
    if (calls.length && !navigator.sendBeacon(url, body)) void fetch(url, { method: "POST", body }).catch(() => undefined);
  }

  const shortened = (text) => (text.length > 10000 ? `${text.slice(0, 10000)}… (${text.length} characters)` : text);

  /** Beacons may overtake each other, so each commit of this page has a number. */
  const visit = Math.random().toString(36).slice(2);
  let number = 0;
  const nextUrl = () => `/commit/${learner.id}?visit=${visit}&number=${++number}`;

  /** A page that closes may send no request and wait for it; like Moodle, we use a beacon then. */
  function commit() {
    const result = String(api[name("Commit")](""));
    if (result === "true" || document.visibilityState === "visible") return result;
    return String(navigator.sendBeacon(nextUrl(), JSON.stringify(api.renderCommitCMI(true))));
  }

  function run(call, args) {
    if (call === "Commit" || call === "Terminate") api.settings = { lmsCommitUrl: nextUrl() };
    return call === "Commit" ? commit() : String(api[name(call)](...args));
  }

  function answer(call, args) {
    ownError = rules.refuse(call, args);
    const refusal = call === "GetValue" ? "" : "false";
    const result = ownError === "0" ? run(call, args) : refusal;
    const done = result === "true" && call !== "GetValue";
    if (done) rules.accepted(call, args);
    const error = ownError !== "0" ? ownError : done ? "0" : lastError();
    record(call, args.map(String), result, error);
    return result;
  }

  const calls = ["Initialize", "Terminate", "GetValue", "SetValue", "Commit"];
  window[edition.object] = Object.fromEntries([
    ...calls.map((call) => [name(call), (...args) => answer(call, args)]),
    ...["GetErrorString", "GetDiagnostic"].map((call) => [name(call), (...args) => String(api[name(call)](...args))]),
    [name("GetLastError"), () => (ownError !== "0" ? ownError : lastError())],
  ]);
  window.addEventListener("pagehide", flush);
  document.getElementById("course").src = "/package/index.html";
})();
