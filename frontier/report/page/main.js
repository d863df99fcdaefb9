// Draws what the state asks for, and starts everything.

import {showAsked, startAsking} from "./ask.js";
import {drawBand, drawScatter, ghostWords, placeOf, pointsAt, scatter} from "./chart.js";
import {answer, choose, chosenWords, ghostOf, meant, unit, weigh} from "./choose.js";
import {modelTable, priceTable, showMembers, showModels, startTables} from "./columns.js";
import {showFilters, startFilters} from "./filters.js";
import {chooseDay, gapThroughTime, markDay, priceOfQuality, quality, startHistory} from "./history.js";
import {showView, startSharing} from "./share.js";
import {$, CHOICES, DATA, fill, go, OWN, page, readHash, remember, UP, write} from "./state.js";
import {linked, showPanel, showTip, startPanel} from "./tips.js";
import {bound, brief, dayInWords, headline, howMany, membersOf, plural} from "./words.js";

const SPECS = {chart: scatter, "gap-chart": gapThroughTime, "price-chart": priceOfQuality};
async function embed(id) {
  if ($(id).closest("[hidden]")) return;
  const tooltip = (_, event, _item, value) => showTip(event, value?.lines);
  const made = await vegaEmbed(`#${id}`, SPECS[id]($(id).clientWidth || 800), {
    mode: "vega",
    ast: true,
    renderer: "svg",
    actions: false,
    tooltip,
  });
  page.charts[id]?.finalize();
  page.charts[id] = made.view;
  if (id === "gap-chart")
    made.view.addEventListener("click", (_, item) => item?.mark.name === "dots" && chooseDay(item.datum));
}
async function begin() {
  showView();
  page.shown = choose(page.state);
  await embed("chart");
  draw();
  await idle();
  await embed("gap-chart");
  markDay();
  await idle();
  await embed("price-chart");
}
const idle = () => new Promise(done => setTimeout(done));
// until what has changed can be seen; a page that is not seen is not drawn
const seen = () =>
  new Promise(done => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });

// What is shown of a state comes in this order: the chart and its words at once; when no other state follows, the
// probabilities, and then the tables, each when there is time
let turn = 0;
let once = false;
async function draw() {
  const now = ++turn;
  const {state} = page;
  page.ready = false;
  page.shown = choose(state);
  drawScatter();
  showFilters();
  sayFirst();
  if (state.point) showPanel();
  await new Promise(done => setTimeout(done, once ? 120 : 0));
  for (const part of [sayRest, weighAll, showPanel, showModels, showMembers, showAsked, markDay, showQuality]) {
    if (now !== turn) return;
    await part();
    await seen();
  }
  once = true;
  page.ready = now === turn;
}
function weighAll() {
  weigh(page.shown, page.state);
  drawBand();
}
// Many steps of a slider between two frames are one
let asked = false;
page.draw = () => {
  turn++; // what is left of the last state gives way
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw();
  });
};

// What the reader waits for: the headline, on what data, and why there may be nothing
function sayFirst() {
  const {state, shown} = page;
  const {snapshot, points} = shown;
  const choice = chosenWords();
  const task = snapshot.words ? `${snapshot.words[0].toUpperCase()}${snapshot.words.slice(1)}: ` : "";
  const about = snapshot.runs ? `${snapshot.runs.text}: ` : task;
  const percentage = snapshot.runs?.score_name.startsWith("%");
  const own = OWN ?? (snapshot.runs ? {elo: false, cost_word: "cost", row: "run", percentage} : null);
  const whose = about + (choice ? `Of ${things()}s ${choice}: ` : "");
  write("title", points.length ? bound(whose + headline(points, own)) : "Nothing to compare");
  const [line, more] = dataLine(choice).map(bound);
  $("subtitle").replaceChildren(
    line,
    Object.assign(document.createElement("span"), {className: "more", textContent: more}),
  );
  $("empty").hidden = points.length > 0;
  write("empty-text", nothing(state));
}
const things = () => (OWN ? "row" : page.shown.snapshot.runs ? "run" : "model");
const nothing = state =>
  meant(state)
    ? `No ${things() === "model" ? "model with such a price" : things()} is left; widen the filters.`
    : "Give an amount of input or of output, at least 0.";

function sayRest() {
  const {state, shown} = page;
  const {snapshot, points} = shown;
  if (page.moved) remember();
  const searched = state.search.trim() !== "";
  const found = points.filter(point => point.found);
  const members = membersOf(points, UP);
  document.title = OWN
    ? $("page-title").textContent
    : `${$("title").textContent}${snapshot.date ? `, ${dayInWords(snapshot.date)}` : ""}`;
  const hits = found.length
    ? `${plural(found.length, things())} found. `
    : `No name contains “${state.search.trim()}”. `;
  const names = members.map(p => brief(p.name)).join(", ");
  const first = `${searched ? hits : ""}${plural(members.length, things())} on the frontier: ${names}.`;
  write("summary", points.length ? first : nothing(state));
  write("left-out", leftOut(things()));
  const each = OWN ? OWN.cost : snapshot.runs ? "cost" : "price";
  const sure = shown.sure
    ? `Gray: the frontier lies here with 90\u00a0% probability at each ${each}.`
    : "This snapshot has no intervals, so it is not known how sure the frontier is.";
  write("band-note", state.band && "band" in CHOICES ? sure : "");
  write("ghost-note", ghostWords());
  $("tokens-note").hidden = Boolean(OWN || snapshot.runs);
  $("bars").hidden = Boolean(OWN && !OWN.interval);
  $("read-from").replaceChildren(linked(snapshot.source ?? ""));
  $("read").hidden = !snapshot.source;
}

// One line on the data, and what a phone has no room for
function dataLine(choice) {
  const {state, shown} = page;
  const {snapshot, points} = shown;
  const of = `${plural(points.length, OWN ? "row" : snapshot.runs ? "run" : "model")}${choice && ` ${choice}`}`;
  if (OWN) {
    const better = `of which ${OWN.lower_is_better ? "less" : "more"} is better`;
    return [`${of}${OWN.file && ` of ${OWN.file}`}: ${OWN.quality}, ${better}, against ${OWN.cost}.`, ""];
  }
  if (snapshot.runs) {
    const {score_name, cost_name, note, day} = snapshot.runs;
    return [`${of}: ${score_name} against ${cost_name}, ${dayInWords(day)}.`, note ? ` ${note}` : ""];
  }
  const all = plural(points.length + shown.noPrice - shown.retired, "model");
  const board = DATA.boards?.[snapshot.board] ?? `board ${snapshot.board}`;
  const partial = snapshot.coverage === "partial" ? " (partial)" : "";
  const whose = (DATA.whose ?? []).find(({value}) => value === state.whose)?.text ?? DATA.price_basis;
  const priced = snapshot.prices_of > snapshot.date ? dayInWords(snapshot.prices_of) : "in force that day";
  const have = points.length === 1 ? "has" : "have";
  return [
    `${points.length < 10 ? "Only " : ""}${points.length} of ${all}${choice && ` ${choice}`} on sale ${have} ${state.cost === "output" ? "a price" : "such a price"}. Scores: ${board}${partial}, ${dayInWords(snapshot.date)}. Prices: ${priced}`,
    `, ${unit()}, ${whose}.`,
  ];
}

function leftOut(things) {
  const {shown, state} = page;
  const {points, reasons, hidden, imputed} = shown;
  const why = Object.entries(reasons).map(([reason, n]) => `${plural(n, "row")} left out: ${reason}`);
  const priced = state.cost === "output" || state.runs ? "a price" : "such a price";
  const runs = shown.snapshot.runs;
  const compared = runs
    ? `${points.length} of ${plural(points.length + shown.noPrice, "run")} have a known cost`
    : howMany(shown, priced).replace("models", `${things}s`);
  const first = OWN ? why.join("; ") || "No row left out" : (points.length < 10 ? "Only " : "") + compared;
  return `${first}${hidden ? `, ${hidden} by the filters` : ""}${imputed ? `; ${imputed} without an interval, the widest assumed` : ""}.`;
}

let qualityShown = "";
async function showQuality() {
  const chosen = quality();
  if (!chosen || qualityShown === chosen.model) return;
  const again = qualityShown !== "";
  qualityShown = chosen.model;
  $("price-summary").textContent = bound(chosen.summary);
  $("price-line").hidden = !chosen.line.length;
  const {today} = chosen;
  $("price-today").textContent = today ? "Diamond: what it costs today." : "";
  priceTable.show(chosen.rows);
  if (again) await embed("price-chart");
}

function start() {
  const absent = {
    "gap-section": !DATA.gap,
    "gap-history": (DATA.gap?.rows.length ?? 0) < 2,
    "price-section": !("quality" in CHOICES),
    "claims-section": !DATA.claims,
    taken: OWN && !OWN.interval,
    panel: false,
  };
  for (const [id, so] of Object.entries(absent)) if (so) $(id).hidden = true;
  if (OWN) {
    $("page-title").textContent = `${OWN.quality} against ${OWN.cost}`;
    $("both").textContent = `${OWN.cost} and ${OWN.quality}`;
    $("bars").textContent = `Thin bar: where ${OWN.quality} lies with 95\u00a0% confidence.`;
    $("taken").textContent = `Probabilities assume independent errors and known ${OWN.cost}.`;
  }
  if (DATA.gap) $("gap-partial").hidden = !DATA.gap.rows.some(row => row.coverage === "partial");
  startFilters();
  startPanel();
  startHistory();
  startTables();
  startAsking();
  startSharing();
  page.state = readHash();
  fill();
  page.begin = begin;
  begin();
  let timer;
  let width = innerWidth; // the bars of a phone change the height, so only the width counts
  addEventListener("resize", () => {
    if (innerWidth !== width) {
      width = innerWidth;
      clearTimeout(timer);
      timer = setTimeout(begin, 150);
    }
  });
}
// for tests, and for computing in the console
window.frontierReport = {
  answer,
  headline: points => headline(points, OWN),
  readHash,
  csv: modelTable.csv,
  state: () => page.state,
  ready: () => Boolean(page.ready) && !asked,
  go,
  placeOf,
  pointsAt,
  ghost: () => ghostOf(page.state),
  data: DATA,
};
start();
