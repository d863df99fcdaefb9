// What is said of a point: in the panel beside the scatter, which is a sheet on a phone, and beside a point of another chart.

import {pointsAt, ring} from "./chart.js";
import {countryName, dollars, score, unit} from "./choose.js";
import {$, DATA, go, OWN, page, remember, UP} from "./state.js";
import {bestAndRival, bound, brief, dayInWords, membersOf, share} from "./words.js";

// Text with its addresses as links; a commit of a repository is one
export function linked(text) {
  const out = document.createDocumentFragment();
  let done = 0;
  for (const found of text.matchAll(
    /https?:\/\/[^\s)]*[^\s),;.]|([\w.-]+\/[\w.-]+)@([0-9a-f]{9,40}|\d{4}\.\d\d\.\d\d)\b/g,
  )) {
    const link = document.createElement("a");
    link.textContent = found[0];
    link.rel = "noreferrer";
    link.href = found[1] ? `https://github.com/${found[1]}/tree/${found[2]}` : found[0];
    out.append(text.slice(done, found.index), link);
    done = found.index + found[0].length;
  }
  out.append(text.slice(done));
  return out;
}

// Beside a point of a chart through time
export function showTip(event, lines) {
  const tip = $("tip");
  tip.hidden = !lines;
  if (!lines) return;
  tip.replaceChildren(...lines.map(lineOf));
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8))}px`;
  tip.style.top = `${Math.max(4, Math.min(event.clientY + 14, innerHeight - box.height - 8))}px`;
}
function lineOf(text, k) {
  const at = document.createElement(k ? "span" : "b");
  at.append(linked(bound(text.length > 400 ? `${text.slice(0, 399)}…` : text)));
  return at;
}

const sure = p =>
  p.probability == null ? "" : `${share(p.probability)} likely to be on the frontier${p.on ? ", where it is" : ""}`;
const between = (p, written) => (p.low != null ? ` (${written(p.low)} to ${written(p.high)})` : "");

function ownLines(p) {
  const others = OWN.columns.map(({name}, k) => [name, p[`+${k}`]]).filter(([, value]) => value != null);
  return [
    `${OWN.quality} ${score(p.elo)}${between(p, score)}`,
    `${OWN.cost} ${dollars(p.cost)}`,
    sure(p),
    ...others.map(([name, value]) => `${name}: ${value}`),
  ];
}
function runLines(p, {score_name, cost_name, agent, source, link}) {
  return [
    p.maker ?? "maker unknown",
    `${score_name}: ${p.elo}${between(p, String)}`,
    `${cost_name}: ${dollars(p.cost)}`,
    p.effort ? `effort: ${p.effort}` : "",
    sure(p),
    agent ? `agent: ${agent}` : "",
    p.released ? `released ${dayInWords(p.released)}` : "",
    `run: ${link ?? source}`,
  ];
}
export function modelLines(p) {
  const {snapshot} = page.shown;
  if (OWN) return ownLines(p);
  if (snapshot.runs) return runLines(p, snapshot.runs);
  const votes = p.votes != null ? `, ${p.votes.toLocaleString("en")} votes` : "";
  const price = p.source && (p.link ?? p.source);
  return [
    `${p.maker ?? "maker unknown"}${p.country ? `, ${countryName(p.country)}` : ""}`,
    `score ${p.elo}${between(p, String) || ", no interval"}${votes}`,
    `input ${dollars(p.input) || "unknown"}, output ${dollars(p.output) || "unknown"} per million tokens${p.host ? `, at ${p.host}` : ""}`,
    ["output", "input"].includes(page.state.cost) ? "" : `${dollars(p.cost)}: ${unit()}`,
    sure(p),
    p.license ?? "license unknown",
    p.released ? `released ${p.bound ? "on or before " : ""}${dayInWords(p.released)}` : "day of release unknown",
    price ? `price${p.price_date ? ` since ${dayInWords(p.price_date)}` : ""}: ${price}` : "",
    p.promotional ? "a promotional price" : "",
    p.until ? `this price ends on ${dayInWords(p.until)}` : "",
    p.announced ? `announced: ${p.announced}` : "",
    p.retired ? `retired on ${dayInWords(p.retired)}` : "",
    snapshot.source ? `score: ${snapshot.source}` : "",
  ];
}

let pointed = []; // the points under the pointer

// What the title compares, which is shown where nothing is chosen
const pair = () => bestAndRival(page.shown.points, UP).filter(Boolean);
const isPinned = p => p.model === page.state.point || (p.model == null && p.name === page.state.point);

function button(text, press, label) {
  const at = document.createElement("button");
  at.type = "button";
  at.textContent = text;
  if (label) at.setAttribute("aria-label", label);
  at.addEventListener("click", press);
  return at;
}
function cardOf(p) {
  const at = document.createElement("div");
  const head = document.createElement("h3");
  head.textContent = brief(p.name);
  at.className = "of-model";
  at.append(
    head,
    ...modelLines(p)
      .filter(Boolean)
      .map((text, k) => lineOf(text, k + 1)),
  );
  if ("models" in page.state && p.model && !page.shown.snapshot.runs) {
    const marked = page.state.models.includes(p.model);
    const models = marked ? page.state.models.filter(model => model !== p.model) : [...page.state.models, p.model];
    at.append(
      button(
        marked ? "Remove the mark" : "Mark",
        () => go({models}),
        `${marked ? "Remove the mark of" : "Mark"} ${brief(p.name)}`,
      ),
    );
  }
  return at;
}
export function showPanel() {
  if (!page.shown) return;
  const {points} = page.shown;
  const {point} = page.state;
  const pinned = points.filter(isPinned);
  pointed = pointed.filter(p => points.includes(p)); // those of another state are gone
  const chosen = pointed.length ? pointed : pinned;
  ring(chosen);
  const parts = (chosen.length ? chosen : point ? [] : pair()).map(cardOf);
  if (!chosen.length && point) {
    const name = DATA.models.name[DATA.models.model.indexOf(point)] ?? point;
    const line = document.createElement("p");
    line.textContent = `${brief(name)} is not in this choice.`;
    parts.push(line);
  }
  if (chosen.length > 1)
    parts.unshift(Object.assign(document.createElement("p"), {textContent: `${chosen.length} at one place:`}));
  if (chosen.length || point) {
    parts.unshift(button("Close", unpin));
    parts[0].className = "close";
  }
  $("panel").classList.toggle("chosen", chosen.length > 0 || point !== "");
  $("panel").replaceChildren(...parts);
  const now = membersOf(points, UP);
  const at = now.findIndex(isPinned);
  const chart = $("chart");
  // the charting library has given it another role
  chart.setAttribute("role", "slider");
  chart.setAttribute("tabindex", 0);
  chart.removeAttribute("aria-roledescription");
  chart.setAttribute("aria-label", `The frontier, of ${now.length}; arrow keys walk along it`);
  chart.setAttribute("aria-valuemin", 1);
  chart.setAttribute("aria-valuemax", Math.max(1, now.length));
  chart.setAttribute("aria-valuenow", at + 1 || 1);
  chart.setAttribute(
    "aria-valuetext",
    pinned.length
      ? [pinned[0].name, ...modelLines(pinned[0]).slice(0, 5)].filter(Boolean).join("; ")
      : "no model chosen",
  );
}
export function unpin() {
  pointed = [];
  remember({point: ""});
  showPanel();
}

// The pointer chooses the nearest point, and the arrow keys walk along the frontier
export function startPanel() {
  const chart = $("chart");
  let at = null; // where the pointer is, of many places between two frames the last one
  let frame = 0;
  const follow = () => {
    const now = at ? pointsAt(...at) : [];
    chart.style.cursor = now.length ? "pointer" : "";
    if (now.length === pointed.length && now.every((p, k) => p === pointed[k])) return;
    pointed = now;
    showPanel();
  };
  chart.addEventListener("pointermove", event => {
    if (event.pointerType !== "mouse") return;
    at = [event.clientX, event.clientY];
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(follow);
  });
  chart.addEventListener("pointerleave", () => {
    at = null;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(follow);
  });
  chart.addEventListener("click", event => {
    const [at] = pointsAt(event.clientX, event.clientY);
    pointed = [];
    remember({point: at ? (at.model ?? at.name) : ""});
    showPanel();
  });
  chart.addEventListener("keydown", event => {
    const members = membersOf(page.shown.points, UP);
    const at = members.findIndex(isPinned);
    const steps = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      Home: 0,
      End: members.length - 1,
    };
    if (!(event.key in steps) || !members.length) return;
    event.preventDefault();
    const next = members[Math.max(0, Math.min(members.length - 1, steps[event.key]))];
    remember({point: next.model ?? next.name});
    showPanel();
  });
  addEventListener("keydown", event => {
    if (event.key === "Escape") unpin();
  });
}
