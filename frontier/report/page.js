const DATA = JSON.parse(document.getElementById("data").textContent);
const $ = id => document.getElementById(id), Z = 1.959963984540054;
const C = Object.fromEntries(DATA.columns.map((name, k) => [name, k + 1]));
const SOURCE = DATA.columns.length + 1, SINCE = SOURCE + 1;
const TIERS = Object.fromEntries(DATA.tiers.map(one => [one.value, new Set(one.tiers)])), OPEN = TIERS.open;
const OWN = DATA.own;  // the columns of a table that has no snapshots of the Arena, else null
const UP = OWN?.lower_is_better ? -1 : 1;  // times this, more of the quality is better
const has = column => DATA.models[column].some(value => value != null);
// the snapshot of each task: its scores, and the prices of its day
const TASKS = Object.fromEntries(Object.entries(DATA.tasks).map(([task, one]) => [task, {...one, rows: one.rows.map(row => [...row, ...DATA.task_prices[one.date][row[0]]])}]));
const DEFAULTS = {day: DATA.newest, task: "", cost: "output", in: "", out: "", search: "", maker: "", tier: "", country: "",
  since: "", until: "", band: false, quality: DATA.qualities[0]?.model ?? ""};
const THERE = {task: Object.keys(TASKS).length > 0, cost: !OWN, in: !OWN, out: !OWN, search: true, maker: has("organization"), tier: has("openness"), country: has("country"),
  since: has("released"), until: has("released"), quality: DATA.qualities.length > 0};
const CONTROLS = Object.keys(THERE).filter(key => THERE[key]);  // a control without data is left out
const AMOUNTS = {blend: ["3", "1"], request: ["1000", "500"]}, typed = {...AMOUNTS};

// --- the numbers

// Phi(z): Hart's rational approximation, as G. West gives it (Better approximations to cumulative normal functions, 2005)
function normal(z) {
  const x = Math.abs(z); let tail;
  if (x > 38) tail = 0;
  else {
    const e = Math.exp(-x * x / 2);
    if (x < 7.07106781186547) {
      let n = 0.0352624965998911 * x + 0.700383064443688;
      n = n * x + 6.37396220353165; n = n * x + 33.912866078383; n = n * x + 112.079291497871;
      n = n * x + 221.213596169931; n = n * x + 220.206867912376;
      let d = 0.0883883476483184 * x + 1.75566716318264;
      d = d * x + 16.064177579207; d = d * x + 86.7807322029461; d = d * x + 296.564248779674;
      d = d * x + 637.333633378831; d = d * x + 793.826512519948; d = d * x + 440.413735824752;
      tail = e * n / d;
    } else tail = e / (2.506628274631 * (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))));
  }
  return z > 0 ? 1 - tail : tail;
}

// The price of a row, or null where find_frontier would exclude the row
function costOf(row, state) {
  const input = row[C.input_usd_per_mtok], output = row[C.output_usd_per_mtok];
  const a = Number(state.in), b = Number(state.out);
  let value = null;
  if (state.cost === "output") value = output;
  else if (state.cost === "input") value = input;
  else if (output != null && input != null) {
    if (state.cost === "blend") value = a + b > 0 ? (a * input + b * output) / (a + b) : null;
    else value = (a * input + b * output) / 1e6;
  }
  return value != null && value > 0 && Number.isFinite(value) && a >= 0 && b >= 0 ? value : null;
}

// Which points are Pareto-optimal: no other costs at most as much and is at least as good, and better in one
function onFrontier(points) {
  const order = points.map((_, k) => k).sort((i, j) => points[i].cost - points[j].cost || points[j].elo - points[i].elo);
  const on = new Array(points.length).fill(false); let best = -Infinity, at = null;
  for (const k of order) {
    const p = points[k];
    if (p.elo > best || (p.elo === best && p.cost === at)) { on[k] = true; best = p.elo; at = p.cost; }
  }
  return on;
}

// The probability of each point of being on the frontier: the integral of its density times the probability that all
// points at the same or a lower cost are below it, on one fine grid of scores
function probabilities(points) {
  const wide = points.filter(p => p.sd > 0), reach = 8;
  if (!wide.length || points.some(p => p.sd == null)) return points.map(() => null);
  const least = Math.min(...wide.map(p => p.sd));
  const from = Math.min(...points.map(p => p.elo - reach * p.sd)), to = Math.max(...points.map(p => p.elo + reach * p.sd));
  const n = Math.min(6000, Math.max(400, Math.ceil((to - from) / (least / 4)))), step = (to - from) / n;
  const below = new Float64Array(n + 1), out = new Array(points.length).fill(0);
  const order = points.map((_, k) => k).sort((i, j) => points[i].cost - points[j].cost);
  const index = y => Math.max(0, Math.min(n, Math.round((y - from) / step)));
  let sure = -Infinity;  // a point that cannot reach this is dominated, and dominates no point that is not
  for (let k = 0; k < order.length;) {
    let last = k;
    while (last < order.length && points[order[last]].cost === points[order[k]].cost) last++;
    for (const i of order.slice(k, last)) sure = Math.max(sure, points[i].elo - reach * points[i].sd);
    const able = order.slice(k, last).filter(i => points[i].elo + reach * points[i].sd >= sure);
    for (const i of able) {  // all of one price compete with each other too
      const p = points[i], end = index(p.elo + reach * p.sd);
      for (let g = 0; g <= end; g++) below[g] += chanceBelow(from + g * step, p);
    }
    for (const i of able) {
      const p = points[i]; let sum = 0;
      if (p.sd === 0) {  // the anchor of the leaderboard, whose score is exact
        for (let j = 0; j < last; j++) if (order[j] !== i) sum += chanceBelow(p.elo, points[order[j]]);
        out[i] = Math.exp(sum);
        continue;
      }
      for (let g = index(p.elo - reach * p.sd), end = index(p.elo + reach * p.sd); g <= end; g++) {
        const z = (from + g * step - p.elo) / p.sd;
        sum += Math.exp(-z * z / 2 + below[g] - Math.log(Math.max(1e-300, normal(z))));
      }
      out[i] = Math.min(1, sum * step / (p.sd * 2.5066282746310002));
    }
    k = last;
  }
  return out;
}

// The logarithm of the chance that a model's score is below a level
function chanceBelow(level, p) {
  const z = p.sd > 0 ? (level - p.elo) / p.sd : level >= p.elo ? 40 : -40;
  return Math.log(Math.max(1e-300, normal(z)));
}

// At each price the scores that the best point at the same or a lower price exceeds with these probabilities
function band(points, levels) {
  const reach = 7, curves = [], wide = Math.max(...points.map(p => p.sd)), order = [...points].sort((p, q) => p.cost - q.cost);
  let rivals = [], low = -Infinity, last = null;
  for (let k = 0; k < order.length;) {
    const {cost} = order[k], come = [];
    for (; k < order.length && order[k].cost === cost; k++) if (order[k].elo + reach * order[k].sd >= low) come.push(order[k]);
    if (!come.length) { curves.push({...last, cost}); continue; }  // points that cannot be the best change nothing
    rivals = [...rivals.filter(p => p.elo + reach * p.sd >= low), ...come];
    const from = Math.max(low, Math.max(...rivals.map(p => p.elo - reach * p.sd)) - wide), to = Math.max(...rivals.map(p => p.elo + reach * p.sd)) + wide;
    const at = {cost};
    for (const level of levels) {
      let a = Math.max(from, last?.[level] ?? -Infinity), b = to;  // the best of more points is at least as good
      for (let n = 0; n < 32; n++) {  // to a billionth of the range, in any unit
        const y = (a + b) / 2; let all = 0;
        for (const p of rivals) all += chanceBelow(y, p);
        if (1 - Math.exp(all) > level) a = y; else b = y;
      }
      at[level] = (a + b) / 2;
    }
    curves.push(last = at); low = Math.max(from, Math.min(...levels.map(level => at[level])) - wide * 1e-6);
  }
  return curves;
}

// Everything that is shown in a state
function answer(state) {
  const snapshot = TASKS[state.task] ?? DATA.snapshots[state.day], models = DATA.models, words = state.search.trim().toLowerCase();
  const rows = snapshot.rows.filter(([m]) => (!state.maker || models.organization[m] === state.maker) && (!state.country || models.country[m] === state.country)
    && (!state.tier || TIERS[state.tier].has(models.openness[m]))
    && (!state.since || models.released[m] >= state.since) && (!state.until || (models.released[m] ?? "9999") <= state.until));
  const widths = rows.map(r => r[C.elo_upper] == null ? null : (r[C.elo_upper] - r[C.elo_lower]) / (2 * Z)), widest = Math.max(0, ...widths);
  let noPrice = 0, retired = 0, imputed = 0; const points = [], reasons = {};
  rows.forEach((row, k) => {
    const m = row[0], tier = models.openness[m], cost = costOf(row, state);
    if (cost == null || row[C.elo] == null) {
      noPrice++;
      if (row[C.output_usd_per_mtok] == null && models.retired[m] && models.retired[m] <= (snapshot.prices_of ?? "")) retired++;
      if (OWN) reasons[OWN.reasons[m]] = (reasons[OWN.reasons[m]] ?? 0) + 1;
      return;
    }
    if (widths[k] == null && widest > 0) imputed++;  // like the library: the widest interval of the models compared
    const text = `${models.model[m]} ${models.name[m] ?? ""} ${models.organization[m] ?? ""}`.toLowerCase();
    points.push({model: models.model[m], name: models.name[m] || models.model[m], maker: models.organization[m], country: models.country[m],
      license: models.license[m], tier, open: OPEN.has(tier), released: models.released[m], bound: models.released_by[m],
      elo: row[C.elo], low: row[C.elo_lower], high: row[C.elo_upper], sd: widest > 0 ? widths[k] ?? widest : null,
      votes: row[C.votes], input: row[C.input_usd_per_mtok], cached: row[C.cached_input_usd_per_mtok], output: row[C.output_usd_per_mtok],
      source: row[SOURCE] == null ? null : DATA.sources[row[SOURCE]], price_date: row[SINCE], announced: snapshot === DATA.snapshots[DATA.newest] ? models.announced?.[m] : null, cost, found: !words || text.includes(words),
      ...Object.fromEntries((OWN?.columns ?? []).map(({values}, k) => [`+${k}`, values[m]]))});
  });
  const upward = points.map(p => ({...p, elo: UP * p.elo})), on = onFrontier(upward), chance = probabilities(upward);
  points.forEach((p, k) => { p.on = on[k]; p.probability = chance[k]; });
  const sure = points.length > 0 && points.every(p => p.sd != null);
  const curves = state.band && sure ? band(upward, [0.05, 0.5, 0.95]).map(at => ({...at, 0.05: UP * at[0.05], 0.5: UP * at[0.5], 0.95: UP * at[0.95]})) : [];
  return {snapshot, points, noPrice, retired, reasons, hidden: snapshot.rows.length - rows.length, imputed, sure, band: curves};
}

// --- the state: in the controls, and in the address
let state = {...DEFAULTS}, shown = null, charts = {};
const DAY = /^\d{4}-\d\d-\d\d$/;

function readHash() {
  const given = new URLSearchParams(location.hash.slice(1)), next = {...DEFAULTS};
  const isDay = text => DAY.test(text) && text >= "1000" && new Date(text + "T00:00Z").toJSON()?.startsWith(text);
  const fits = (key, value) => $(key).options ? [...$(key).options].some(o => o.value === value)
    : key === "search" || (key === "since" || key === "until" ? isDay(value) : /^(\d{1,12}(\.\d{1,12})?)?$/.test(value));
  for (const key of CONTROLS) if (given.has(key) && fits(key, given.get(key))) next[key] = given.get(key);
  if (isDay(given.get("as-of") ?? "")) next.day = Math.max(0, DATA.snapshots.filter(s => s.date <= given.get("as-of")).length - 1);
  if (AMOUNTS[next.cost]) for (const [k, key] of ["in", "out"].entries()) if (!given.has(key) || !fits(key, given.get(key))) next[key] = AMOUNTS[next.cost][k];
  next.band = given.get("band") === "1";
  return next;
}
function writeHash() {
  const given = new URLSearchParams();
  if (state.day !== DEFAULTS.day) given.set("as-of", DATA.snapshots[state.day].date);
  for (const key of CONTROLS) if (key !== "in" && key !== "out" && state[key] !== DEFAULTS[key]) given.set(key, state[key]);
  if (AMOUNTS[state.cost]) { given.set("in", state.in); given.set("out", state.out); }
  if (state.band) given.set("band", "1");
  const text = given.toString();
  history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
}
function fill() {
  for (const key of ["day", ...CONTROLS]) $(key).value = state[key];
  $("band").checked = state.band;
}

// --- showing
const dollars = v => v == null ? "" : OWN ? OWN.currency + Number(v.toPrecision(OWN.cost_digits)) : "$" + (v >= 1 ? Number(v.toPrecision(4)) : Number(v.toPrecision(3)));
const score = v => v == null ? "" : OWN ? v.toFixed(OWN.quality_decimals) : v;
const brief = name => name.length > 60 ? name.slice(0, 59) + "…" : name;
const share = v => v == null ? "" : v > 0.9995 ? "> 99.9 %" : v < 0.0005 ? "< 0.1 %" : (100 * v).toFixed(1) + " %";
const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
const unit = () => OWN ? OWN.cost : state.cost === "request" ? `USD per request of ${state.in || 0} input and ${state.out || 0} output tokens` : state.cost === "blend"
  ? `USD per million tokens, ${state.in || 0} parts input and ${state.out || 0} output` : `USD per million ${state.cost} tokens`;

// Colors and sizes of the charts. The colors are variables of the page, which dark screens and print change
function look() {
  const color = name => `var(--${name})`;
  const axis = {grid: true, labelColor: color("ink"), titleColor: color("ink"), domainColor: color("muted"), tickColor: color("muted"),
    gridColor: color("rule"), labelFontSize: 12, titleFontSize: 13, titleFontWeight: 400, labelOverlap: "greedy", labelSeparation: 8};
  return {color, axis, label: {fill: {value: color("ink")}, fontSize: {value: 12}}, ink: {value: color("ink")}};
}
const frame = (width, tall, description) => ({$schema: "https://vega.github.io/schema/vega/v6.json", description, width,
  height: Math.max(300, Math.min(tall, width * 0.6)), padding: {left: 5, right: 15, top: 12, bottom: 5}, autosize: {type: "fit", contains: "padding"}});
const CLASSES = [{name: "class", type: "ordinal", domain: ["proprietary", "open weights"], range: ["var(--Proprietary)", "var(--Open)"]},
  {name: "shape", type: "ordinal", domain: ["proprietary", "open weights"], range: ["circle", "square"]}];
const ANCHORS = ["top-left", "left", "top", "bottom-right", "right", "bottom", "top-right", "bottom-left"];
// Names beside the points of a mark, as many as there is room for
const named = (mark, lines, text, label, anchor = ANCHORS) => ({type: "text", from: {data: mark}, aria: false,
  transform: [{type: "label", size: {signal: "[width, height]"}, avoidMarks: [mark, ...lines], offset: [4], anchor}],
  encode: {enter: label, update: {text: {signal: text}}}});
const across = (axis, tickCount = 8) => ({orient: "bottom", scale: "x", ...axis, format: "%b %Y", tickCount, title: null, labelFlush: true, labelBound: true, description: "day"});

function scatter(width) {
  const {color, axis, label, ink} = look(), paint = {scale: "class", field: "class"}, fits = side => OWN ? {titleLimit: {signal: side}} : {};
  const priced = {encode: {labels: {update: {text: {signal: `"${OWN ? OWN.currency : "$"}" + format(datum.value, ",~r")`}}}}};
  return {
    ...frame(width, 560, `Scatter of ${OWN ? OWN.cost : "price"} (log scale) against ${OWN ? OWN.quality : "Arena score"}, with the frontier as a step line.`),
    data: [{name: "points"}, {name: "named"}, {name: "steps"}, {name: "area"}],
    signals: [{name: "unit", value: unit()}, {name: "costs", value: [0.1, 10]}, {name: "scores", value: [1000, 1500]}, {name: "ticks", value: [0.1, 1, 10]}],
    scales: [
      {name: "x", type: "log", domain: {signal: "costs"}, range: "width", padding: width > 600 ? 70 : 25},
      {name: "y", type: "linear", zero: false, nice: true, domain: {signal: "scores"}, range: "height"},
      ...CLASSES],
    axes: [{orient: "bottom", scale: "x", title: {signal: "unit"}, description: OWN ? `${OWN.cost}, log scale` : "price, log scale", values: {signal: "ticks"}, ...priced, ...fits("width"), ...axis},
      {orient: "left", scale: "y", title: OWN ? OWN.quality : "Chatbot Arena score", description: OWN ? OWN.quality : "score", tickCount: 6, ...fits("height"), ...axis}],
    marks: [
      {type: "area", from: {data: "area"}, aria: false, encode: {update: {x: {scale: "x", field: "cost"}, y: {scale: "y", field: "low"},
        y2: {scale: "y", field: "high"}, interpolate: {value: "step-after"}, fill: {value: color("band")}, opacity: {value: 0.8}}}},
      {type: "rule", from: {data: "points"}, aria: false, encode: {update: {x: {scale: "x", field: "cost"}, y: {scale: "y", field: "low"},
        y2: {scale: "y", field: "high"}, stroke: paint, opacity: {signal: "datum.low == null ? 0 : datum.faint ? 0.08 : 0.4"}}}},
      {type: "line", name: "frontier", from: {data: "steps"}, aria: false, encode: {update: {x: {scale: "x", field: "cost"}, y: {scale: "y", field: "elo"},
        interpolate: {value: "step-after"}, stroke: ink, strokeWidth: {value: 1.6}}}},
      {type: "symbol", name: "dots", from: {data: "points"}, encode: {
        update: {x: {scale: "x", field: "cost"}, y: {scale: "y", field: "elo"}, fill: paint, shape: {scale: "shape", field: "class"},
          size: {signal: "datum.on ? 90 : 42"}, opacity: {signal: "datum.faint ? 0.12 : datum.on ? 1 : 0.62"},
          stroke: {signal: `datum.on ? '${color("ink")}' : null`}, strokeWidth: {value: 1.2}, cursor: {value: "pointer"},
          tooltip: {signal: "datum"}, description: {signal: "datum.text"}},
        hover: {size: {value: 170}}}},
      {type: "symbol", name: "anchors", from: {data: "named"}, interactive: false, aria: false, encode: {update: {x: {scale: "x", field: "cost"}, y: {scale: "y", field: "elo"},
        size: {value: 90}, opacity: {value: 0}}}},
      named("anchors", ["dots", "frontier"], "datum.datum.brief", label)],
  };
}

function gapThroughTime(width) {
  const {color, axis, label, ink} = look(), at = {scale: "x", field: "t"}, rows = DATA.gap.rows.filter(row => row.gap != null);
  const values = rows.map((row, k) => ({...row, t: Date.parse(row.date), low: row.gap_low ?? row.gap, high: row.gap_high ?? row.gap,
    first: row.best_open !== rows[k - 1]?.best_open, lines: gapLines(row), text: gapLines(row).join(", ")}));
  const whole = values.filter(row => row.coverage !== "partial").flatMap((row, k, all) =>  // a gap in the line where a board begins
    [...(k && row.board !== all[k - 1].board ? [{...row, joined: false}] : []), {...row, joined: true}]);
  const boards = values.filter((row, k) => row.board !== values[k - 1]?.board);
  return {
    ...frame(width, 420, "The best proprietary score minus the best open-weights one, by snapshot, each board by itself."),
    signals: [{name: "chosen", value: null}],
    data: [{name: "gap", values}, {name: "whole", values: whole}, {name: "boards", values: boards}],
    scales: [{name: "x", type: "utc", domain: {data: "gap", field: "t"}, range: "width", padding: 15},
      {name: "y", type: "linear", zero: true, nice: true, domain: {data: "gap", fields: ["low", "high"]}, range: "height"}],
    axes: [across(axis), {orient: "left", scale: "y", title: "Points behind", description: "points behind", tickCount: 6, ...axis}],
    marks: [
      {type: "area", from: {data: "whole"}, aria: false, encode: {update: {x: at, y: {scale: "y", field: "low"}, y2: {scale: "y", field: "high"}, defined: {field: "joined"},
        fill: {value: color("band")}, opacity: {value: 0.8}}}},
      {type: "line", name: "path", from: {data: "whole"}, aria: false, encode: {update: {x: at, y: {scale: "y", field: "gap"}, defined: {field: "joined"}, stroke: ink, strokeWidth: {value: 1.6}}}},
      {type: "rule", name: "day", aria: false, encode: {update: {x: {scale: "x", signal: "chosen"}, y: {value: 0}, y2: {signal: "height"},
        stroke: {value: color("Open")}, strokeWidth: {value: 1.5}, opacity: {signal: "chosen == null ? 0 : 1"}}}},
      {type: "symbol", name: "dots", from: {data: "gap"}, encode: {update: {x: at, y: {scale: "y", field: "gap"}, size: {value: 45}, stroke: ink,
        fill: {signal: `datum.coverage === 'partial' ? '${color("paper")}' : '${color("ink")}'`}, cursor: {value: "pointer"},
        tooltip: {signal: "datum"}, description: {signal: "datum.text"}}}},
      {type: "text", from: {data: "boards"}, aria: false, encode: {update: {x: at, y: {signal: "height - 6"}, text: {field: "board"}, fill: {value: color("muted")},
        fontSize: {value: 11}}}},
      named("dots", ["path"], "datum.datum.first ? datum.datum.best_open : ''", label)],
  };
}
const gapLines = row => [`${row.date}, board “${row.board}”${row.coverage === "partial" ? " (partial)" : ""}`,
  `${row.gap.toFixed(1)} points` + (row.gap_low == null ? ", no interval" : ` (${row.gap_low.toFixed(1)} to ${row.gap_high.toFixed(1)})`),
  `the best proprietary model wins ${(100 * row.win_rate).toFixed(1)} % of votes`, `${row.best_proprietary} against ${row.best_open}`];

function priceOfQuality(width) {
  const {color, axis, label, ink} = look(), chosen = quality(), paint = {scale: "class", field: "class"}, fit = chosen.line.length ? ["fit"] : [], y = {scale: "y", field: "price"}, at = {scale: "x", field: "t"};
  const values = chosen.rows.map(row => ({...row, class: row.open ? "open weights" : "proprietary", t: Date.parse(row.date), shown: `${row.name} ${dollars(row.price)}`, lines: priceLines(row), text: priceLines(row).join(", ")}));
  const last = {...values.at(-1), t: Date.parse(DATA.snapshots.at(-1).date)}, line = chosen.line.map(([day, price]) => ({t: Date.parse(day), price}));
  return {
    ...frame(width, 420, "The lowest price so far of a quality, by day, on a log scale."),
    data: [{name: "records", values}, {name: "steps", values: values.length && last.t > values.at(-1).t ? [...values, last] : values}, {name: "line", values: line}],
    scales: [{name: "x", type: "utc", domain: {data: "steps", field: "t"}, range: "width", padding: 15},
      {name: "y", type: "log", domain: ends([...values, ...line].map(row => row.price), v => [v / 2, v * 2]), range: "height", padding: 20}, ...CLASSES],
    axes: [across(axis), {orient: "left", scale: "y", title: "USD per million output tokens", description: "price, log scale", format: "$,~r", values: ticks(values.map(row => row.price)), ...axis}],
    marks: [
      {type: "line", name: "lows", from: {data: "steps"}, aria: false, encode: {update: {x: at, y, interpolate: {value: "step-after"}, stroke: ink, strokeWidth: {value: 1.6}}}},
      ...fit.map(name => ({type: "line", name, from: {data: "line"}, aria: false, encode: {update: {x: at, y, stroke: {value: color("muted")}, strokeDash: {value: [6, 4]}, strokeWidth: {value: 1.6}}}})),
      {type: "symbol", name: "dots", from: {data: "records"}, encode: {update: {x: at, y, size: {value: 70}, fill: paint, shape: {scale: "shape", field: "class"}, stroke: ink,
        tooltip: {signal: "datum"}, description: {signal: "datum.text"}}}},
      named("dots", ["lows", ...fit], "datum.datum.shown", label, ["top-right", "bottom-left", "right", ...ANCHORS])],
  };
}
const quality = () => DATA.qualities.find(one => one.model === state.quality);
const priceLines = row => [row.name, `${dollars(row.price)} from ${row.date}, ${row.price_basis}`,
  `${row.score.toFixed(1)} points above ${quality().name} on the snapshot that judges it`, row.price_source];

const ends = (values, apart) => { const low = Math.min(...values), high = Math.max(...values); return low < high ? [low, high] : apart(low); };
// 1, 2 and 5 of every power of ten that is spanned; more where these are few
function ticks(values, steps = [1, 2, 5]) {
  const [low, high] = ends(values, v => [v / 2, v * 2]), out = [];
  if (steps.length < 9 && high / low < 3) return ticks(values, [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (let k = Math.floor(Math.log10(low / 2)); k <= Math.ceil(Math.log10(high * 2)); k++)
    for (const n of steps) { const at = Number(`${n}e${k}`); if (at >= low / 1.6 && at <= high * 1.6) out.push(at); }
  return out;
}
const SPECS = {chart: scatter, "gap-chart": gapThroughTime, "price-chart": priceOfQuality};
async function embed(id) {
  if ($(id).closest("[hidden]")) return;
  const tooltip = (_, event, item, value) => { if (!pinned) showTip(event, value); };
  const made = await vegaEmbed("#" + id, SPECS[id]($(id).clientWidth || 800), {mode: "vega", renderer: "svg", actions: false, tooltip});
  charts[id]?.finalize(); charts[id] = made.view;
  made.view.addEventListener("click", (event, item) => {
    const what = item?.mark.name === "dots" ? item.datum : null;
    if (id === "gap-chart" && what) { state.task = ""; state.day = DATA.snapshots.findIndex(s => s.date === what.date && s.board === what.board); fill(); writeHash(); draw(); }
    else { pinned = Boolean(what); showTip(event, what); }
  });
}
async function begin() { await embed("chart"); draw(); await embed("gap-chart"); markDay(); await embed("price-chart"); }
function markDay() {
  const chosen = Date.parse(shown.snapshot.date), gap = charts["gap-chart"];
  $("gap-chosen").textContent = shown.snapshot.date;
  if (gap && gap.signal("chosen") !== chosen) gap.signal("chosen", chosen).run();
}
function draw() {
  shown = answer(state); close();
  const searched = state.search.trim() !== "", found = shown.points.filter(p => p.found), few = searched && found.length <= 12;
  const points = shown.points.map(p => ({...p, brief: brief(p.name), class: p.open ? "open weights" : "proprietary", faint: searched && !p.found, picked: few && p.found,
    text: `${OWN ? `${p.name}: ${OWN.quality}` : `${p.name}, ${p.maker ?? "maker unknown"}: score`} ${score(p.elo)}, ${OWN ? OWN.cost + " " : ""}${dollars(p.cost)}${p.on ? ", on the frontier" : ""}`}))
    .sort((a, b) => b.faint - a.faint || a.on - b.on);  // points that were searched for lie on top
  const members = membersOf(shown.points);
  const most = Math.max(...shown.points.map(p => p.cost));
  const steps = members.map(p => ({cost: p.cost, elo: p.elo}));
  if (steps.length) steps.push({cost: most, elo: steps.at(-1).elo});
  const area = shown.band.map(at => ({cost: at.cost, low: at[0.95], high: at[0.05]}));
  const view = charts.chart.data("points", points).data("named", points.filter(p => p.on || p.picked)).data("steps", steps).data("area", area).signal("unit", unit());
  if (points.length) view.signal("ticks", ticks(points.map(p => p.cost))).signal("costs", ends(points.map(p => p.cost), v => [v / 2, v * 2]))
    .signal("scores", ends(points.flatMap(p => OWN ? [p.low ?? p.elo, p.high ?? p.elo] : [p.elo]), v => OWN ? [v - (Math.abs(v) / 10 || 1), v + (Math.abs(v) / 10 || 1)] : [v - 20, v + 20]));
  view.run();
  const day = shown.snapshot.date;
  $("day-text").textContent = day; $("day").setAttribute("aria-valuetext", day);
  const choice = chosenWords();
  $("subtitle").textContent = OWN ? `${plural(shown.points.length, "row")}${choice && " " + choice}${OWN.file && ` of ${OWN.file}`}: ${OWN.quality}, of which ${OWN.lower_is_better ? "less" : "more"} is better, against ${OWN.cost}.` : `${plural(shown.points.length, "model")}${choice && " " + choice} on ${day}, Arena board “${shown.snapshot.board}”` +
    (shown.snapshot.coverage === "partial" ? " (partial)" : "") + `; ${unit()}, ` +
    (shown.snapshot.prices_of > day ? `the newest prices, of ${shown.snapshot.prices_of}` : "in force that day") + `: ${DATA.price_basis}.`;
  $("day-field").hidden = DATA.snapshots.length < 2 || Boolean(state.task);  // a task has one day
  const task = shown.snapshot.words ? shown.snapshot.words[0].toUpperCase() + shown.snapshot.words.slice(1) + ": " : "";
  $("title").textContent = members.length ? task + (choice ? `Of models ${choice}: ` : "") + headline(shown.points) : "Nothing to compare";
  const nothing = AMOUNTS[state.cost] && !(Number(state.in) >= 0 && Number(state.out) >= 0 && Number(state.in) + Number(state.out) > 0)
    ? "Give an amount of input or of output, at least 0." : `No ${OWN ? "row" : "model with such a price"} is left; widen the filters.`;
  $("summary").textContent = !shown.points.length ? nothing : (searched ? (found.length ? `${plural(found.length, OWN ? "row" : "model")} found. ` : `No name contains “${state.search.trim()}”. `) : "")
    + `${plural(members.length, OWN ? "row" : "model")} on the frontier: ${members.map(p => brief(p.name)).join(", ")}.`;
  $("left-out").textContent = (OWN ? Object.entries(shown.reasons).map(([why, n]) => `${plural(n, "row")} left out: ${why}`).join("; ") || "No row left out" : `${shown.points.length} of ${plural(shown.points.length + shown.noPrice - shown.retired, "model")} on sale have ${state.cost === "output" ? "a price" : "such a price"}${shown.retired ? `; ${shown.retired} ${shown.retired === 1 ? "is" : "are"} retired` : ""}`) + (shown.hidden ? `, ${shown.hidden} by the filters` : "")
    + (shown.imputed ? `; ${shown.imputed} without an interval, the widest assumed` : "") + ".";
  $("band-note").textContent = !state.band ? "" : shown.sure ? `Shaded: where the true frontier lies at each ${OWN ? OWN.cost : "price"}, with 90 %.` : "This snapshot has no intervals, so no band.";
  $("in-word").textContent = state.cost === "request" ? "Input tokens" : "Parts input"; $("out-word").textContent = state.cost === "request" ? "Output tokens" : "Parts output";
  for (const label of document.querySelectorAll(".amount")) label.hidden = !AMOUNTS[state.cost];
  $("read-from").replaceChildren(linked(shown.snapshot.source ?? "")); $("read").hidden = !shown.snapshot.source;
  models.show(found.map(p => ({...p, unit: unit(), frontier: p.on ? "yes" : ""})));
  markDay();
}
function showQuality() {
  if (!quality()) return;
  $("price-summary").textContent = quality().summary + "."; $("price-line").hidden = !quality().line.length;
  prices.show(quality().rows);
}
function drawQuality() { close(); showQuality(); embed("price-chart"); }
// What the filters leave, in words
function chosenWords() {
  const tier = state.tier && [...$("tier").options].find(o => o.value === state.tier).text;
  const released = [state.since && `from ${state.since}`, state.until && `until ${state.until}`].filter(Boolean).join(" ");
  return [state.maker && `by ${state.maker}`, state.country && `from ${state.country}`, tier && `(${tier})`, released && `released ${released}`].filter(Boolean).join(" ");
}
const membersOf = points => points.filter(p => p.on).sort((a, b) => a.cost - b.cost || UP * (a.elo - b.elo));
// The sentence of frontier.words.headlines: the best member and the best that costs at most half as much, or else the second best
function headline(points) {
  const steps = [...new Map(membersOf(points).reverse().map(p => [`${p.cost} ${p.elo}`, p])).values()].reverse(), best = steps.pop();
  const name = p => brief(p.name), elo = OWN?.elo ?? true, word = OWN ? OWN.cost_word : "price";
  if (points.length === 1) return `${name(best)} is the only model compared`;
  const rival = steps.findLast(p => p.cost <= best.cost / 2) ?? steps.at(-1);
  if (!rival) {
    const others = points.filter(p => p !== best), whom = others.length === 1 ? "the only other" : `all ${others.length} others`;
    return others.every(p => p.cost > best.cost && UP * p.elo < UP * best.elo) ? `${name(best)} beats ${whom} on ${word} and ${elo ? "score" : "quality"}`
      : `Nothing is cheaper than ${name(best)}, and nothing ${elo ? "scores higher" : "is better"}`;
  }
  const apart = UP * (best.elo - rival.elo), far = elo ? (apart < 1 ? "less than a point" : plural(evenly(apart), "point")) : figure(apart);
  const near = rival.low != null && best.low != null && rival.low <= best.high && best.low <= rival.high ? ", within the margin of error," : "";
  return `${name(rival)} ${apart ? `is ${far} ${UP < 0 ? "worse than" : "below"}` : "is level with"} ${name(best)}${near} at ${shareOf(rival.cost / best.cost, word)}`;
}
// Halves to the even number, as Python rounds
const evenly = v => { const low = Math.floor(v); return v - low !== 0.5 ? Math.round(v) : low + low % 2; };
const figure = v => v < 100 ? Number(v.toPrecision(3)).toLocaleString("en", {maximumFractionDigits: 20}) : Math.round(v).toLocaleString("en");
function shareOf(ratio, word) {
  if (Math.abs(ratio - 1) < 0.05) return `${ratio === 1 ? "" : "nearly "}the same ${word}`;
  const digits = Number((ratio > 1 ? ratio : 100 * ratio).toPrecision(2)).toLocaleString("en", {maximumFractionDigits: 20});
  return ratio > 1 ? `${digits} times the ${word}` : `${digits} % of its ${word}`;
}

// Text with its addresses as links; a commit of a repository is one
function linked(text) {
  const out = document.createDocumentFragment(); let done = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s)]*[^\s),;.]|([\w.-]+\/[\w.-]+)@([0-9a-f]{9,40}|\d{4}\.\d\d\.\d\d)\b/g)) {
    const link = document.createElement("a"); link.textContent = found[0]; link.rel = "noreferrer";
    link.href = found[1] ? `https://github.com/${found[1]}/tree/${found[2]}` : found[0];
    out.append(text.slice(done, found.index), link); done = found.index + found[0].length;
  }
  out.append(text.slice(done)); return out;
}
let pinned = false;
const close = () => { pinned = false; showTip(null, null); };
function showTip(event, what) {
  const tip = $("tip");
  tip.classList.toggle("pinned", pinned);
  if (!what || !(what.model || what.lines)) { tip.hidden = true; return; }
  tip.replaceChildren();
  (what.lines ?? modelLines(what)).forEach((text, k) => {
    const at = document.createElement(k ? "span" : "b"); at.append(linked(text.length > 400 ? text.slice(0, 399) + "…" : text)); tip.append(at);
  });
  tip.hidden = false;
  const x = event?.clientX ?? 20, y = event?.clientY ?? 20, box = tip.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(x + 14, innerWidth - box.width - 8)) + "px";
  tip.style.top = Math.max(4, Math.min(y + 14, innerHeight - box.height - 8)) + "px";
}
function ownLines(p) {
  const lines = [p.name, `${OWN.quality} ${score(p.elo)}` + (p.low != null ? ` (${score(p.low)} to ${score(p.high)})` : ""), `${OWN.cost} ${dollars(p.cost)}`];
  if (p.probability != null) lines.push(`on the frontier with ${share(p.probability)}`);
  return [...lines, ...OWN.columns.map(({name}, k) => [name, p[`+${k}`]]).filter(([, value]) => value != null).map(([name, value]) => `${name}: ${value}`)];
}
function modelLines(p) {
  if (OWN) return ownLines(p);
  const lines = [p.name, `${p.maker ?? "maker unknown"}${p.country ? ", " + p.country : ""}`,
    `score ${p.elo}` + (p.low != null ? ` (${p.low} to ${p.high})` : ", no interval") + (p.votes != null ? `, ${p.votes.toLocaleString("en")} votes` : ""),
    `input ${dollars(p.input) || "unknown"}, output ${dollars(p.output) || "unknown"} per million tokens`,
    `${p.license ?? "license unknown"}; released ${p.bound ? "by " : ""}${p.released ?? "unknown"}`];
  if (p.probability != null) lines.push(`on the frontier with ${share(p.probability)}`);
  if (p.source) lines.push(`price${p.price_date ? " since " + p.price_date : ""}: ${p.source}`);
  if (p.announced) lines.push(`announced: ${p.announced}`);
  if (shown.snapshot.source) lines.push(`score: ${shown.snapshot.source}`);
  return lines;
}

// A table that sorts by its heads and is downloaded; a column is [key, word, {number, wide, show, head}], `head` its name in the file, which also has `more`
function sortable(id, columns, file, key, down = false, more = []) {
  const table = $(id); let rows = [], sorting = {key, down}, turn = 0;
  const ordered = () => [...rows].sort((a, b) => {
    const [one, other] = [a[sorting.key], b[sorting.key]];
    if (one == null || other == null) return (one == null) - (other == null);
    return (typeof one === "string" ? one.localeCompare(other) : one - other) * (sorting.down ? -1 : 1) || (a.model ?? "").localeCompare(b.model ?? "");
  });
  function lineOf(row) {
    const line = document.createElement("tr"); if (row.on) line.className = "on";
    columns.forEach(([key, , {number, wide, show} = {}], k) => {
      const cell = document.createElement(k ? "td" : "th");
      if (!k) cell.scope = "row";
      const shown = show ? show(row[key], row) : row[key] ?? "";
      cell.className = (number ? "n" : wide ? "wide" : k ? "" : "brief") + (shown.length > 80 ? " long" : ""); cell.append(shown);
      line.append(cell);
    });
    return line;
  }
  function show(next = rows) {
    rows = next;
    const head = document.createElement("tr"), all = ordered(), now = ++turn;
    for (const [key, word, {number} = {}] of columns) {
      const cell = document.createElement("th"), button = document.createElement("button");
      cell.scope = "col"; cell.className = (number ? "n" : "") + (word.length > 80 ? " long" : "");
      if (sorting.key === key) cell.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
      button.type = "button"; button.textContent = word + (sorting.key === key ? (sorting.down ? " ▾" : " ▴") : "");
      button.addEventListener("click", () => { sorting = {key, down: sorting.key === key ? !sorting.down : Boolean(number)}; show();
        [...table.querySelectorAll("th button")][columns.findIndex(c => c[0] === key)].focus(); });
      cell.append(button); head.append(cell);
    }
    table.tHead.replaceChildren(head); table.tBodies[0].replaceChildren(...all.slice(0, 40).map(lineOf));
    // rows that cannot be seen yet come after the next frame
    if (all.length > 40) requestAnimationFrame(() => setTimeout(() => { if (now === turn) table.tBodies[0].append(...all.slice(40).map(lineOf)); }));
  }
  function csv() {
    const guard = text => /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? "'" + text : text;
    const quote = value => { const text = guard(String(value ?? "")); return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text; };
    const keys = [...columns.map(c => c[0]), ...more], heads = [...columns.map(([key, , {head} = {}]) => head ?? key), ...more];
    return [heads.map(quote).join(","), ...ordered().map(row => keys.map(key => quote(row[key])).join(","))].join("\n") + "\n";
  }
  $(id + "-csv").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], {type: "text/csv"}));
    link.download = `frontier-${file()}.csv`; link.click(); URL.revokeObjectURL(link.href);
  });
  return {show, csv};
}
const N = {number: true}, fixed = digits => ({number: true, show: value => value == null ? "" : value.toFixed(digits)});
const link = {show: value => value ? linked(value) : ""};
function grounds(why, row) {
  const at = document.createElement("details"), head = document.createElement("summary"); head.textContent = "why"; at.append(head);
  for (const text of [why, `Rule: ${row.rule}.`, `By: ${row.call}`]) { const line = document.createElement("p"); line.textContent = text; at.append(line); }
  return at;
}
const atMost = {show: (day, row) => (row.bound ? "≤ " : "") + (day ?? "")};
const number = (show, head) => ({number: true, show, head});
const ownColumns = () => [["name", OWN.name, {head: OWN.name}], ["elo", OWN.quality, number(score, OWN.quality)],
  ...(OWN.interval ? [["low", "from", number(score, OWN.interval[0])], ["high", "to", number(score, OWN.interval[1])]] : []),
  ["cost", OWN.cost, number(v => Number(v.toPrecision(OWN.cost_digits)), OWN.cost)], ["frontier", "Frontier", {head: "Frontier"}],
  ...(OWN.interval ? [["probability", "Probability", number(share, "Probability")]] : []),
  ...OWN.columns.map(({name, number: is}, k) => [`+${k}`, name, is ? number(v => v ?? "", name) : {head: name}])];
const models = OWN ? sortable("table", ownColumns(), () => OWN.file || "table", "elo", UP > 0)
  : sortable("table", [["name", "Model"], ["elo", "Score", N], ["low", "from", N], ["high", "to", N], ["cost", "Price $", {number: true, show: v => Number(v.toPrecision(4))}],
  ["frontier", "Frontier"], ["probability", "Probability", {number: true, show: share}], ["input", "Input $", N], ["output", "Output $", N], ["maker", "Maker"], ["country", "Country"],
  ["license", "License"], ["released", "Released", atMost], ["votes", "Votes", N], ["price_date", "Price since"], ["source", "Source of the price", link]],
  () => [shown.snapshot.date, state.task].filter(Boolean).join("-"), "elo", true, ["model", "tier", "bound", "unit"]);
const gaps = sortable("gap", [["date", "Snapshot"], ["board", "Board"], ["coverage", "Coverage"], ["gap", "Points", fixed(1)], ["gap_low", "from", fixed(1)], ["gap_high", "to", fixed(1)],
  ["win_rate", "Wins", {number: true, show: v => v == null ? "" : (100 * v).toFixed(1) + " %"}], ["best_proprietary", "Best proprietary"], ["best_open", "Best open weights"],
  ["price_ratio", "Price at equal score that day, times", fixed(2)],
  ["lag_backward_months", "Months behind (backward)", {number: true, show: (v, row) => v == null ? "" : (row.lag_at_least ? "≥ " : "") + v.toFixed(1)}]], () => "gap", "date", false, ["lag_at_least"]);
const prices = sortable("price", [["name", "Model"], ["date", "From"], ["price", "Output $", N], ["score", "Points above", fixed(1)], ["price_basis", "Whose price"],
  ["price_source", "Source", link]], () => "price-of-" + state.quality, "date", false, ["model"]);
const claims = sortable("claims", [["statement", "Statement", {wide: true}], ["verdict", "Verdict"], ["published", "Published", {wide: true}], ["measured", "Measured", {wide: true}],
  ["why", "Grounds", {wide: true, show: grounds}], ["who", "Who"], ["said", "When"], ["tested_on", "Tested on"], ["source", "Source", link]], () => "claims", "", false, ["rule", "call"]);

// --- starting
function start() {
  $("day").max = DATA.snapshots.length - 1;
  const absent = {"cost-field": OWN, band: OWN && !OWN.interval, "band-note": OWN && !OWN.interval, bars: OWN && !OWN.interval, classes: OWN && !THERE.tier,
    "gap-section": !DATA.gap, "gap-history": (DATA.gap?.rows.length ?? 0) < 2, "price-section": !THERE.quality, "claims-section": !DATA.claims, sources: OWN, taken: OWN && !OWN.interval};
  for (const [id, so] of Object.entries(absent)) if (so) ($(id).closest("label") ?? $(id)).hidden = true;
  for (const [id, there] of Object.entries(THERE)) if (!there) $(id).closest("label").hidden = true;
  if (OWN) {
    document.title = $("page-title").textContent = `${OWN.quality} against ${OWN.cost}`;
    $("table-title").textContent = "The rows shown"; $("search").placeholder = OWN.name; $("both").textContent = `${OWN.cost} and ${OWN.quality}`;
    $("bars").textContent = `Thin bars: 95 % intervals of ${OWN.quality}.`; $("taken").textContent = `Probabilities assume independent errors and known ${OWN.cost}.`;
  }
  for (const [id, column] of [["maker", "organization"], ["country", "country"]])
    for (const value of [...new Set(DATA.models[column])].filter(v => v != null).sort((a, b) => a.localeCompare(b))) $(id).add(new Option(brief(value), value));
  for (const [task, {words}] of Object.entries(TASKS)) $("task").add(new Option(words, task));
  for (const {value, text} of DATA.tiers) $("tier").add(new Option(text, value));
  for (const one of DATA.qualities) $("quality").add(new Option(brief(one.name), one.model));
  if (DATA.gap) {
    $("gap-summary").textContent = DATA.gap.summary; gaps.show(DATA.gap.rows);
    $("gap-partial").hidden = !DATA.gap.rows.some(row => row.coverage === "partial");
  }
  if (DATA.claims) { $("claims-summary").textContent = DATA.claims.summary; claims.show(DATA.claims.rows); }
  state = readHash(); fill();
  showQuality(); begin();
  const change = () => {
    const before = state;
    state = {...state, day: Number($("day").value), band: $("band").checked, ...Object.fromEntries(CONTROLS.map(key => [key, $(key).value]))};
    if (state.cost !== before.cost) {  // the amounts come back with their price; otherwise typing would be interrupted
      if (AMOUNTS[before.cost]) typed[before.cost] = [before.in, before.out];
      [state.in, state.out] = typed[state.cost] ?? ["", ""]; fill();
    }
    writeHash();
    if (state.quality !== before.quality) drawQuality(); else draw();
  };
  $("controls").addEventListener("input", change); $("quality").addEventListener("input", change);
  $("controls").addEventListener("submit", event => event.preventDefault());
  $("controls").addEventListener("reset", event => { event.preventDefault(); state = {...DEFAULTS, quality: state.quality}; fill(); writeHash(); draw(); });
  addEventListener("hashchange", () => { const before = state.quality; state = readHash(); fill(); draw(); if (state.quality !== before) drawQuality(); });
  for (const id of Object.keys(SPECS)) $(id).addEventListener("mouseleave", () => { if (!pinned) close(); });
  addEventListener("keydown", event => { if (event.key === "Escape") close(); });
  addEventListener("click", event => { if (pinned && !event.target.closest("#tip, .chart")) close(); });
  addEventListener("scroll", close, {passive: true});
  let timer, width = innerWidth;  // the bars of a phone change the height, so only the width counts
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; clearTimeout(timer); timer = setTimeout(begin, 150); } });
  let closed = [];
  addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details.rows:not([open])")]; for (const at of closed) at.open = true; });
  addEventListener("afterprint", () => { for (const at of closed) at.open = false; });
}
window.frontierReport = {answer, headline, readHash, csv: models.csv, state: () => state, data: DATA};  // for tests, and for computing in the console
start();
