/* A strict LMS's side of SCORM, written from the specifications alone: data model, vocabularies, limits, order of calls.
 * "true" from a commit means that the server has stored it. What a package may not do is told to the server at once. */
"use strict";
(() => {
  const start = JSON.parse(document.getElementById("start").textContent);
  const { model, api } = window.strictLms[start.version];
  const values = new Map(Object.entries(start.values));
  const session = { state: "new", error: "0", number: 0 };

  /** A page that closes may not wait for an answer: a beacon brings what is there, and nothing is promised. */
  function send(path, body) {
    const text = JSON.stringify(body);
    try {
      const request = new XMLHttpRequest();
      request.open("POST", path, false);
      request.send(text);
      return request.status === 200 && JSON.parse(request.responseText).stored === true;
    } catch {
      navigator.sendBeacon(path, text);
      return false;
    }
  }

  function store(finished) {
    const number = ++session.number;
    return send(`/commit/${start.learner}`, { visit: start.visit, number, finished, values: Object.fromEntries(values) });
  }

  /** `allowed`: errors a package may meet without having done wrong. */
  function end(call, result, error, allowed = ["0"]) {
    session.error = error;
    if (!allowed.includes(error)) send("/illegal", { call, error });
    return result;
  }

  function initialize(argument) {
    const call = ["Initialize", argument];
    if (argument !== "") return end(call, "false", "201");
    if (session.state !== "new") return end(call, "false", session.state === "over" ? api.initializedOver : api.initializedTwice);
    session.state = "running";
    return end(call, "true", "0");
  }

  function running(kind) {
    if (session.state === "running") return "0";
    return api.order[session.state === "new" ? "before" : "after"][kind];
  }

  function getValue(element) {
    const call = ["GetValue", element];
    const order = running("get");
    if (order !== "0") return end(call, "", order);
    const found = model.find(element, values);
    if (typeof found === "string") return end(call, "", found, ["0", ...api.mayAsk]);
    if (found.access === "w") return end(call, "", api.writeOnly);
    const value = values.get(element) ?? found.start;
    return value === undefined ? end(call, "", api.unset, ["0", "403"]) : end(call, value, "0");
  }

  function setValue(element, value) {
    const call = ["SetValue", element, String(value).slice(0, 300), `${String(value).length} characters`];
    const order = running("set");
    if (order !== "0") return end(call, "false", order);
    if (typeof value !== "string") return end(call, "false", api.badType);
    const found = model.find(element, values, true);
    if (typeof found === "string") return end(call, "false", found);
    if (found.access === "r") return end(call, "false", api.readOnly);
    const fault = found.check(value, values, element);
    if (fault) return end(call, "false", fault === true ? api.badType : fault);
    values.set(element, value);
    return end(call, "true", "0");
  }

  function commit(argument) {
    const call = ["Commit", argument];
    if (argument !== "") return end(call, "false", "201");
    const order = running("commit");
    if (order !== "0") return end(call, "false", order);
    return store(false) ? end(call, "true", "0") : end(call, "false", api.commitFailed, [api.commitFailed]);
  }

  function finish(argument) {
    const call = ["Finish", argument];
    if (argument !== "") return end(call, "false", "201");
    const order = running("finish");
    if (order !== "0") return end(call, "false", order);
    session.state = "over";
    return store(true) ? end(call, "true", "0") : end(call, "false", api.commitFailed, [api.commitFailed]);
  }

  const error = () => session.error;
  const words = (code) => (String(code) === "0" ? "No error" : `Error ${code}`);
  const names = api.names;
  window[names.object] = {
    [names.initialize]: initialize,
    [names.get]: getValue,
    [names.set]: setValue,
    [names.commit]: commit,
    [names.finish]: finish,
    [names.lastError]: error,
    [names.errorText]: words,
    [names.diagnostic]: words,
  };
  if (start.course) document.getElementById("course").src = start.course;
})();
