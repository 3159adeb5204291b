"use strict";
// Shows what /__margay/visits.json says, and asks again when the event stream tells of news.

const visits = new Map();
const openDetails = new Set();
const PATIENCE = 10_000;
let began = null;
let revision = 0;
let shownId = null;
let asking = false;
let askAgain = false;
let told = "";

const byId = (id) => document.getElementById(id);

/** An element with attributes and children; texts become text nodes, nothing is parsed. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null && child !== ""));
  return element;
}

function shape(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function bytes(count) {
  if (count == null) return "–";
  if (count < 1000) return `${count} B`;
  if (count < 1e6) return `${(count / 1e3).toFixed(count < 1e4 ? 1 : 0)} kB`;
  return `${(count / 1e6).toFixed(1)} MB`;
}

const millis = (time) => `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const words = (label) => label.replaceAll("_", " ");
const clock = (instant) => new Date(instant).toLocaleTimeString();

async function ask() {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  try {
    do {
      askAgain = false;
      const answer = await fetch(`/__margay/visits.json?after=${revision}`, { signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      take(await answer.json());
      await new Promise((resolve) => setTimeout(resolve, 150));
    } while (askAgain);
  } catch (error) {
    say("The server does not answer. Waiting for it …");
    setTimeout(ask, 2000);
  } finally {
    asking = false;
  }
}

function take(news) {
  if (began !== null && news.began !== began) {
    // Another server: its numbers begin anew, and what it has said so far was not asked for.
    visits.clear();
    openDetails.clear();
    began = null;
    revision = 0;
    shownId = null;
    askAgain = true;
    return;
  }
  began = news.began;
  revision = news.revision;
  const ids = new Set(news.ids);
  for (const id of visits.keys()) if (!ids.has(id)) visits.delete(id);
  for (const visit of news.visits) visits.set(visit.id, visit);
  const newest = news.ids[news.ids.length - 1] ?? null;
  const before = shownId;
  if (byId("follow").checked || !visits.has(shownId)) shownId = newest;
  listVisits();
  if (shownId === null) {
    byId("none").hidden = false;
    byId("shown").hidden = true;
  } else if (shownId !== before || news.visits.some((v) => v.id === shownId)) show();
  const last = visits.get(newest);
  say(last ? `Live. The newest visit: ${last.target}, ${counted(last.requests.length, "response")}`
           : "Live. No visits yet");
}

function say(text) {
  if (text !== told) byId("live").textContent = told = text;
}

function listVisits() {
  const list = byId("visits");
  const focused = document.activeElement?.dataset?.visit;
  list.replaceChildren(...[...visits.values()].sort((a, b) => b.id - a.id).map((visit) => {
    const sent = visit.requests.reduce((sum, r) => sum + (r.bytes ?? 0), 0);
    const button = make("button",
      { type: "button", "data-visit": visit.id, "aria-current": visit.id === shownId && "true" },
      make("b", {}, visit.target),
      make("small", {}, `${clock(visit.started)} · ${counted(visit.requests.length, "response")} · ${bytes(sent)}`
        + (visit.warnings.length ? ` · ${visit.warnings.length} to set right` : "")));
    button.addEventListener("click", () => {
      shownId = visit.id;
      byId("follow").checked = visit.id === Math.max(...visits.keys());
      listVisits();
      show();
    });
    return make("li", {}, button);
  }));
  if (focused) list.querySelector(`[data-visit="${focused}"]`)?.focus();
}

byId("visits").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...byId("visits").querySelectorAll("button")];
  const next = buttons[buttons.indexOf(document.activeElement) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});

/** One row for each response, then one for each asset of the plan that nobody asked for. */
function rows(visit) {
  const planned = new Map((visit.plan?.assets ?? []).map((asset) => [asset.target, asset]));
  const asked = visit.requests.map((request) => ({ request, asset: planned.get(request.target) }));
  const targets = new Set(visit.requests.map((request) => request.target));
  const absent = [...planned.values()].filter((asset) => !targets.has(asset.target));
  return [...asked, ...absent.map((asset) => ({ request: null, asset }))];
}

function show() {
  const visit = visits.get(shownId);
  byId("none").hidden = true;
  byId("shown").hidden = false;
  byId("title").textContent = visit.url;
  facts(visit);
  warnings(visit);
  waterfall(visit);
  byId("digests").replaceChildren(
    digest("Before: as the request presented it", visit.digestBefore, "No digest: as far as the cookie tells, the visitor has nothing."),
    digest("After: as the last response set it", visit.digestAfter, "No response set the cookie."));
}

function facts(visit) {
  const all = visit.requests;
  const sum = (pick) => all.reduce((total, request) => total + (pick(request) ?? 0), 0);
  const rowsOf = [
    ["Began", `${clock(visit.started)}, ${visit.protocol}, from ${visit.address}`],
    ["Sent", `${bytes(sum((r) => r.bytes))} in ${counted(all.length, "response")}; ${bytes(sum((r) => r.saved))} saved by codings and by what the browser had`],
  ];
  if (visit.plan) {
    const counts = new Map();
    for (const asset of visit.plan.assets) counts.set(asset.verdict, (counts.get(asset.verdict) ?? 0) + 1);
    rowsOf.push(["Assets known", `${visit.plan.assets.length}: ${visit.plan.sourceWords}`]);
    rowsOf.push(["Plan", `${visit.plan.deliveryWords}. ${[...counts].map(([verdict, n]) => `${n} ${words(verdict)}`).join(", ")}`]);
  } else {
    rowsOf.push(["Plan", "none: sending ahead is off, or this is no page of the site"]);
  }
  if (visit.leftOut) rowsOf.push(["Left out", `${counted(visit.leftOut, "more request")}`]);
  byId("facts").replaceChildren(...rowsOf.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function warnings(visit) {
  const section = byId("warnings");
  section.hidden = visit.warnings.length === 0;
  section.querySelector("ul").replaceChildren(...visit.warnings.map((warning) => make("li", {},
    make("code", {}, warning.file + (warning.line ? `:${warning.line}` : "")),
    `: ${warning.problem}; ${warning.remedy}.`)));
}

function waterfall(visit) {
  const body = byId("waterfall").tBodies[0];
  const focused = document.activeElement?.dataset?.row;
  const end = Math.max(1, ...visit.requests.flatMap((r) => [r.requested, r.ended ?? 0]));
  byId("span").textContent = `(0 to ${millis(end)})`;
  body.replaceChildren(...rows(visit).flatMap(({ request, asset }, index) => {
    const key = `${visit.id} ${request ? request.number : asset.target}`;
    const id = `details-${index}`;
    const open = openDetails.has(key);
    const button = make("button",
      { type: "button", "aria-expanded": String(open), "aria-controls": id, "data-row": key, title: (request ?? asset).target },
      (request ?? asset).target);
    const extra = make("tr", { role: "row", class: "details", id, hidden: !open },
      make("td", { role: "cell", colspan: 8 }, ...details(visit, request, asset)));
    button.addEventListener("click", () => {
      const now = extra.hidden;
      extra.hidden = !now;
      button.setAttribute("aria-expanded", String(now));
      if (now) openDetails.add(key); else openDetails.delete(key);
    });
    const row = make("tr", { role: "row", class: request ? `way-${request.way}` : "absent" },
      make("th", { role: "rowheader", scope: "row" }, button), ...cells(visit, request, asset, end));
    return [row, extra];
  }));
  if (focused) [...body.querySelectorAll("button")].find((b) => b.dataset.row === focused)?.focus();
}

function ahead(visit, request, asset) {
  if (request?.way === "page") return "the page";
  if (request?.way === "pushed") return "pushed";
  if (!asset) return visit.plan ? "not in the plan" : "–";
  return asset.verdict === "ahead" ? (visit.plan.delivery === "push" ? "promised" : "hinted") : words(asset.verdict);
}

function cells(visit, request, asset, end) {
  const sentAhead = ahead(visit, request, asset);
  const was = ["pushed", "promised", "hinted"].includes(sentAhead);
  const first = cell(was ? "ahead yes" : "ahead", sentAhead);
  if (!request) {
    return [first, cell("unasked", "not asked for", { colspan: 6 })];
  }
  const cut = request.ending === "cut_off";
  return [
    first,
    cell(request.status >= 400 || cut ? "n status bad" : "n status", request.status == null ? "…" : cut ? "cut off" : String(request.status)),
    cell("coding", request.coding ? (request.coding === "identity" ? "plain" : `${request.coding} ${request.tier}`) : "–"),
    cell("n sent", bytes(request.bytes)),
    cell("n saved", request.saved ? bytes(request.saved) : "–"),
    cell("cache", request.cache ? words(request.cache) : "–"),
    cell("time", bar(request, end)),
  ];
}

/** With a role of its own: a narrow window lays rows out as blocks, and they would lose it. */
function cell(kind, content, attributes = {}) {
  return make("td", { role: "cell", class: kind, ...attributes }, content);
}

function bar(request, end) {
  const x = (time) => (Math.max(0, time) / end) * 1000;
  const until = request.ended ?? end;
  const picture = shape("svg", { viewBox: "0 0 1000 18", preserveAspectRatio: "none", role: "img", "aria-label": timesInWords(request) });
  const part = (from, to, kind) => picture.append(shape("rect",
    { class: `b-${kind}`, x: x(from), y: 4, width: Math.max(2, x(to) - x(from)), height: 10, rx: 1 }));
  const told = request.promised ?? request.hinted;
  if (told != null && request.way !== "page") {
    picture.append(shape("line", { class: "b-promised", x1: x(told), x2: x(request.requested), y1: 9, y2: 9, "vector-effect": "non-scaling-stroke" }));
    picture.append(shape("rect", { class: "m-promised", x: x(told), y: 2, width: 4, height: 14 }));
  }
  const headers = request.headers ?? until;
  if (request.waitFrom == null) part(request.requested, headers, "server");
  else {
    part(request.requested, request.waitFrom, "server");
    part(request.waitFrom, request.waitUntil, "encoder");
    part(request.waitUntil, headers, "server");
  }
  if (request.headers != null) part(headers, until, "sent");
  if (request.hinted != null && request.way === "page") picture.append(shape("rect", { class: "m-promised", x: x(request.hinted), y: 2, width: 4, height: 14 }));
  return picture;
}

function timesInWords(request) {
  const all = [];
  if (request.promised != null) all.push(`promised at ${millis(request.promised)}`);
  if (request.hinted != null && request.way !== "page") all.push(`hinted at ${millis(request.hinted)}`);
  all.push(`${request.way === "pushed" ? "begun" : "requested"} at ${millis(request.requested)}`);
  if (request.hinted != null && request.way === "page") all.push(`103 with hints at ${millis(request.hinted)}`);
  if (request.waitFrom != null) all.push(`waited for an encoder from ${millis(request.waitFrom)} to ${millis(request.waitUntil)}`);
  if (request.headers != null) all.push(`headers sent at ${millis(request.headers)}`);
  if (request.ended != null) all.push(`${request.ending === "cut_off" ? "cut off" : "sent whole"} at ${millis(request.ended)}`);
  return all.join(", ");
}

function why(visit, request, asset) {
  if (request?.way === "page") return "This is the page itself; the others follow from it.";
  if (asset) {
    return asset.why + (request || asset.verdict === "ahead" ? "" : " The browser did not ask for it either.");
  }
  if (!visit.plan) return "Not sent ahead: there is no plan for this page.";
  return `Not sent ahead: it is not among the page's assets (${visit.plan.sourceWords}).`;
}

function details(visit, request, asset) {
  const parts = [make("p", { class: "why" }, why(visit, request, asset))];
  if (request) {
    parts.push(make("p", {}, `Times: ${timesInWords(request)}.`));
    if (request.cacheWords) parts.push(make("p", {}, `Cache: ${request.cacheWords}. ${bytes(request.bytes)} sent of ${bytes(request.plainBytes)} plain.`));
  }
  if (asset) {
    parts.push(make("p", {}, `Importance: ${words(asset.importance)}. `
      + (asset.bytes == null ? "" : `Counted as ${bytes(asset.bytes)}; fresh for ${asset.freshSeconds} s.`)));
  }
  if (request?.held) {
    parts.push(make("h4", {}, "In the representation cache, of this version"));
    parts.push(request.held.length
      ? make("ul", {}, ...request.held.map((held) => make("li", {}, `${held.coding}, ${held.tier}: ${held.bytes == null ? "tried, saves nothing" : bytes(held.bytes)}`)))
      : make("p", {}, "Nothing: it is sent plain, or not made yet."));
    parts.push(make("p", {}, "Version: ", make("code", {}, request.content)));
  }
  return parts;
}

function digest(title, value, otherwise) {
  const part = make("section", { class: "digest" }, make("h4", {}, title));
  if (!value) {
    part.append(make("p", {}, otherwise));
    return part;
  }
  if (value.count === 0) {
    part.append(make("p", {}, "An empty digest: it claims nothing."), make("p", {}, make("code", {}, value.cookie)));
    return part;
  }
  part.append(make("p", {}, `${counted(value.count, "asset")} in ${value.bits} bits; an asset is wrongly taken for one of them with a chance of ${(value.falsePositive * 100).toFixed(3)} %.`));
  if (value.claims.length) {
    part.append(make("p", {}, "Of this page it claims:"), make("ul", {}, ...value.claims.map((target) => make("li", {}, make("code", {}, target)))));
  } else {
    part.append(make("p", {}, "It claims none of this page's assets."));
  }
  part.append(make("p", {}, make("code", {}, value.cookie)));
  return part;
}

function listen() {
  const stream = new EventSource("/__margay/visits/events");
  stream.addEventListener("visits", ask);
  stream.addEventListener("error", () => {
    say("The connection was lost. Waiting for it …");
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000); // it was refused: the browser gives up
  });
}

byId("follow").addEventListener("change", () => take({ began, revision, ids: [...visits.keys()].sort((a, b) => a - b), visits: [] }));
listen();
ask();
