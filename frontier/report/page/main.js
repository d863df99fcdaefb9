// Draws what the state asks for, and starts everything.

import {showAsked, startAsking} from "./ask.js";
import {ends, scatter, ticks} from "./chart.js";
import {answer, chosenWords, dollars, score, unit} from "./choose.js";
import {modelTable, priceTable, showModels, startTables} from "./columns.js";
import {gapThroughTime, priceOfQuality, quality} from "./history.js";
import {showView, startSharing} from "./share.js";
import {
  $,
  AMOUNTS,
  CONTROLS,
  DATA,
  DEFAULTS,
  fill,
  OWN,
  page,
  readHash,
  TASKS,
  THERE,
  typed,
  UP,
  writeHash,
} from "./state.js";
import {close, linked, showTip} from "./tips.js";
import {brief, headline, membersOf, plural} from "./words.js";

export const SPECS = {chart: scatter, "gap-chart": gapThroughTime, "price-chart": priceOfQuality};
export async function embed(id) {
  if ($(id).closest("[hidden]")) return;
  const tooltip = (_, event, _item, value) => {
    if (!page.pinned) showTip(event, value);
  };
  const made = await vegaEmbed(`#${id}`, SPECS[id]($(id).clientWidth || 800), {
    mode: "vega",
    ast: true,
    renderer: "svg",
    actions: false,
    tooltip,
  });
  page.charts[id]?.finalize();
  page.charts[id] = made.view;
  made.view.addEventListener("click", (event, item) => {
    const what = item?.mark.name === "dots" ? item.datum : null;
    if (id === "gap-chart" && what) {
      page.state.task = "";
      page.state.day = DATA.snapshots.findIndex(s => s.date === what.date && s.board === what.board);
      fill();
      writeHash();
      draw();
    } else {
      page.pinned = Boolean(what);
      showTip(event, what);
    }
  });
}
export async function begin() {
  await embed("chart");
  draw();
  await embed("gap-chart");
  markDay();
  await embed("price-chart");
}
export function markDay() {
  const chosen = Date.parse(page.shown.snapshot.date);
  const gap = page.charts["gap-chart"];
  $("gap-chosen").textContent = page.shown.snapshot.date;
  if (gap && gap.signal("chosen") !== chosen) gap.signal("chosen", chosen).run();
}
export function draw() {
  page.shown = answer(page.state);
  close();
  const searched = page.state.search.trim() !== "";
  const found = page.shown.points.filter(p => p.found);
  const few = searched && found.length <= 12;
  const points = page.shown.points
    .map(p => ({
      ...p,
      brief: brief(p.name),
      class: p.open ? "open weights" : "proprietary",
      faint: searched && !p.found,
      picked: few && p.found,
      text: `${OWN ? `${p.name}: ${OWN.quality}` : `${p.name}, ${p.maker ?? "maker unknown"}: score`} ${score(p.elo)}, ${OWN ? `${OWN.cost} ` : ""}${dollars(p.cost)}${p.on ? ", on the frontier" : ""}`,
    }))
    .sort((a, b) => b.faint - a.faint || a.on - b.on); // points that were searched for lie on top
  const members = membersOf(page.shown.points, UP);
  const most = Math.max(...page.shown.points.map(p => p.cost));
  const steps = members.map(p => ({cost: p.cost, elo: p.elo}));
  if (steps.length) steps.push({cost: most, elo: steps.at(-1).elo});
  const area = page.shown.band.map(at => ({cost: at.cost, low: at[0.95], high: at[0.05]}));
  const view = page.charts.chart
    .data("points", points)
    .data(
      "named",
      points.filter(p => p.on || p.picked),
    )
    .data("steps", steps)
    .data("area", area)
    .signal("unit", unit());
  if (points.length)
    view
      .signal("ticks", ticks(points.map(p => p.cost)))
      .signal(
        "costs",
        ends(
          points.map(p => p.cost),
          v => [v / 2, v * 2],
        ),
      )
      .signal(
        "scores",
        ends(
          points.flatMap(p => (OWN ? [p.low ?? p.elo, p.high ?? p.elo] : [p.elo])),
          v => (OWN ? [v - (Math.abs(v) / 10 || 1), v + (Math.abs(v) / 10 || 1)] : [v - 20, v + 20]),
        ),
      );
  view.run();
  const day = page.shown.snapshot.date;
  $("day-text").textContent = day;
  $("day").setAttribute("aria-valuetext", day);
  const choice = chosenWords();
  $("subtitle").textContent = OWN
    ? `${plural(page.shown.points.length, "row")}${choice && ` ${choice}`}${OWN.file && ` of ${OWN.file}`}: ${OWN.quality}, of which ${OWN.lower_is_better ? "less" : "more"} is better, against ${OWN.cost}.`
    : `${plural(page.shown.points.length, "model")}${choice && ` ${choice}`} on ${day}, Arena board “${page.shown.snapshot.board}”` +
      (page.shown.snapshot.coverage === "partial" ? " (partial)" : "") +
      `; ${unit()}, ` +
      (page.shown.snapshot.prices_of > day
        ? `the newest prices, of ${page.shown.snapshot.prices_of}`
        : "in force that day") +
      `: ${DATA.price_basis}.`;
  $("day-field").hidden = DATA.snapshots.length < 2 || Boolean(page.state.task); // a task has one day
  const task = page.shown.snapshot.words
    ? `${page.shown.snapshot.words[0].toUpperCase() + page.shown.snapshot.words.slice(1)}: `
    : "";
  $("title").textContent = members.length
    ? task + (choice ? `Of models ${choice}: ` : "") + headline(page.shown.points, OWN)
    : "Nothing to compare";
  const nothing =
    AMOUNTS[page.state.cost] &&
    !(Number(page.state.in) >= 0 && Number(page.state.out) >= 0 && Number(page.state.in) + Number(page.state.out) > 0)
      ? "Give an amount of input or of output, at least 0."
      : `No ${OWN ? "row" : "model with such a price"} is left; widen the filters.`;
  $("summary").textContent = !page.shown.points.length
    ? nothing
    : (searched
        ? found.length
          ? `${plural(found.length, OWN ? "row" : "model")} found. `
          : `No name contains “${page.state.search.trim()}”. `
        : "") +
      `${plural(members.length, OWN ? "row" : "model")} on the frontier: ${members.map(p => brief(p.name)).join(", ")}.`;
  $("left-out").textContent =
    (OWN
      ? Object.entries(page.shown.reasons)
          .map(([why, n]) => `${plural(n, "row")} left out: ${why}`)
          .join("; ") || "No row left out"
      : `${page.shown.points.length < 10 ? "Only " : ""}${page.shown.points.length} of ${plural(page.shown.points.length + page.shown.noPrice - page.shown.retired, "model")} on sale have ${page.state.cost === "output" ? "a price" : "such a price"}${page.shown.retired ? `; ${page.shown.retired} ${page.shown.retired === 1 ? "is" : "are"} retired` : ""}`) +
    (page.shown.hidden ? `, ${page.shown.hidden} by the filters` : "") +
    (page.shown.imputed ? `; ${page.shown.imputed} without an interval, the widest assumed` : "") +
    ".";
  $("band-note").textContent = !page.state.band
    ? ""
    : page.shown.sure
      ? `Shaded: where the true frontier lies at each ${OWN ? OWN.cost : "price"}, with 90 %.`
      : "This snapshot has no intervals, so no band.";
  $("in-word").textContent = page.state.cost === "request" ? "Input tokens" : "Parts input";
  $("out-word").textContent = page.state.cost === "request" ? "Output tokens" : "Parts output";
  for (const label of document.querySelectorAll(".amount")) label.hidden = !AMOUNTS[page.state.cost];
  $("read-from").replaceChildren(linked(page.shown.snapshot.source ?? ""));
  $("read").hidden = !page.shown.snapshot.source;
  showModels();
  showAsked();
  showView();
  markDay();
}
export function showQuality() {
  if (!quality()) return;
  $("price-summary").textContent = quality().summary;
  $("price-line").hidden = !quality().line.length;
  priceTable.show(quality().rows);
}
export function drawQuality() {
  close();
  showQuality();
  embed("price-chart");
}
// What the filters leave, in words
export function start() {
  $("day").max = DATA.snapshots.length - 1;
  const absent = {
    "cost-field": OWN,
    band: OWN && !OWN.interval,
    "band-note": OWN && !OWN.interval,
    bars: OWN && !OWN.interval,
    classes: OWN && !THERE.tier,
    "gap-section": !DATA.gap,
    "gap-history": (DATA.gap?.rows.length ?? 0) < 2,
    "price-section": !THERE.quality,
    "claims-section": !DATA.claims,
    sources: OWN,
    taken: OWN && !OWN.interval,
  };
  for (const [id, so] of Object.entries(absent)) if (so) ($(id).closest("label") ?? $(id)).hidden = true;
  for (const [id, there] of Object.entries(THERE)) if (!there) $(id).closest("label").hidden = true;
  if (OWN) {
    document.title = $("page-title").textContent = `${OWN.quality} against ${OWN.cost}`;
    $("search").placeholder = OWN.name;
    $("both").textContent = `${OWN.cost} and ${OWN.quality}`;
    $("bars").textContent = `Thin bars: 95 % intervals of ${OWN.quality}.`;
    $("taken").textContent = `Probabilities assume independent errors and known ${OWN.cost}.`;
  }
  for (const [id, column] of [
    ["maker", "organization"],
    ["country", "country"],
  ])
    for (const value of [...new Set(DATA.models[column])].filter(v => v != null).sort((a, b) => a.localeCompare(b)))
      $(id).add(new Option(brief(value), value));
  for (const [task, {words}] of Object.entries(TASKS)) $("task").add(new Option(words, task));
  for (const {value, text} of DATA.tiers) $("tier").add(new Option(text, value));
  for (const one of DATA.qualities) $("quality").add(new Option(brief(one.name), one.model));
  if (DATA.gap) {
    $("gap-partial").hidden = !DATA.gap.rows.some(row => row.coverage === "partial");
  }
  startTables();
  startAsking();
  startSharing();
  page.state = readHash();
  fill();
  showQuality();
  begin();
  const change = () => {
    const before = page.state;
    page.state = {
      ...page.state,
      day: Number($("day").value),
      band: $("band").checked,
      ...Object.fromEntries(CONTROLS.map(key => [key, $(key).value])),
    };
    if (page.state.cost !== before.cost) {
      // the amounts come back with their price; otherwise typing would be interrupted
      if (AMOUNTS[before.cost]) typed[before.cost] = [before.in, before.out];
      [page.state.in, page.state.out] = typed[page.state.cost] ?? ["", ""];
      fill();
    }
    writeHash();
    if (page.state.quality !== before.quality) drawQuality();
    else draw();
  };
  $("controls").addEventListener("input", change);
  $("quality").addEventListener("input", change);
  $("controls").addEventListener("submit", event => event.preventDefault());
  $("controls").addEventListener("reset", event => {
    event.preventDefault();
    page.state = {...DEFAULTS, quality: page.state.quality};
    fill();
    writeHash();
    draw();
  });
  addEventListener("hashchange", () => {
    const before = page.state.quality;
    page.state = readHash();
    fill();
    draw();
    if (page.state.quality !== before) drawQuality();
  });
  for (const id of Object.keys(SPECS))
    $(id).addEventListener("mouseleave", () => {
      if (!page.pinned) close();
    });
  addEventListener("keydown", event => {
    if (event.key === "Escape") close();
  });
  addEventListener("click", event => {
    if (page.pinned && !event.target.closest("#tip, .chart")) close();
  });
  addEventListener("scroll", close, {passive: true});
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
window.frontierReport = {
  answer,
  headline: points => headline(points, OWN),
  readHash,
  csv: modelTable.csv,
  state: () => page.state,
  data: DATA,
}; // for tests, and for computing in the console
start();
