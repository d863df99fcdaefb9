// The data, and the state: in the controls, and in the address.

export const DATA = JSON.parse(document.getElementById("data").textContent);
export const $ = id => document.getElementById(id);
export const C = Object.fromEntries(DATA.columns.map((name, k) => [name, k + 1]));
export const SOURCE = DATA.columns.length + 1;
export const SINCE = SOURCE + 1;
export const HOST = SOURCE + 2;
export const TIERS = Object.fromEntries(DATA.tiers.map(one => [one.value, new Set(one.tiers)]));
export const OPEN = TIERS.open;
export const OWN = DATA.own; // the columns of a table that has no snapshots of the Arena, else null
export const UP = OWN?.lower_is_better ? -1 : 1; // times this, more of the quality is better
// the snapshot of each task: its scores, and the prices of its day
export const TASKS = Object.fromEntries(
  Object.entries(DATA.tasks).map(([task, one]) => [
    task,
    {...one, rows: one.rows.map(row => [...row, ...DATA.task_prices[one.date][row[0]]])},
  ]),
);
export const RUNS = Object.fromEntries((DATA.benchmarks ?? []).map(one => [one.value, one]));
export const AMOUNTS = {blend: ["3", "1"], request: ["1000", "500"]};

const isDay = text =>
  /^\d{4}-\d\d-\d\d$/.test(text) && text >= "1000" && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text);
const isAmount = text => /^(\d{1,12}(\.\d{1,12})?)?$/.test(text);
const among = values => value => values.includes(value);
const valuesOf = column => [...new Set(DATA.models[column])].filter(value => value != null);
const choice = (first, fits, there = true) => ({first, fits, there});
const listOf = column => choice([], among(valuesOf(column)), valuesOf(column).length > 0);

// What a reader can choose: `first` is what is shown without a choice, and `fits` says which other values there are.
// A control without data is left out.
export const CHOICES = Object.fromEntries(
  Object.entries({
    runs: choice("", among(Object.keys(RUNS)), Object.keys(RUNS).length > 0),
    task: choice("", among(Object.keys(TASKS)), Object.keys(TASKS).length > 0),
    whose: choice("", among((DATA.whose ?? []).map(({value}) => value)), (DATA.whose ?? []).length > 1),
    cost: choice("output", among(["output", "input", "blend", "request"]), !OWN),
    in: choice("", isAmount, !OWN),
    out: choice("", isAmount, !OWN),
    search: choice("", () => true),
    maker: listOf("organization"),
    tier: choice("", among(Object.keys(TIERS)), valuesOf("openness").length > 0),
    country: listOf("country"),
    since: choice("", isDay, valuesOf("released").length > 0),
    until: choice("", isDay, valuesOf("released").length > 0),
    ghost: choice("", among(DATA.snapshots.map(({date}) => date)), DATA.snapshots.length > 1),
    models: listOf("model"),
    point: choice("", among(valuesOf("model"))),
    zoom: choice(false, among(["0", "1"])),
    band: choice(true, among(["0", "1"]), !OWN || OWN.interval != null),
    quality: choice(
      DATA.qualities[0]?.model ?? "",
      among(DATA.qualities.map(({model}) => model)),
      DATA.qualities.length > 0,
    ),
  }).filter(([, {there}]) => there),
);
// What else the address keeps: how the table is sorted and what it shows, what is asked, and what is shown alone
const SETTINGS = {
  sort: /^-?[\w+]+$/,
  more: /^1$/,
  sources: /^1$/,
  view: /^chart$/,
  budget: /^\d{1,12}(\.\d{1,12})?$/,
  need: /^\d{1,12}(\.\d{1,12})?$/,
  first: /./,
  second: /./,
};
for (const [key, form] of Object.entries(SETTINGS)) CHOICES[key] = choice("", value => form.test(value));
export const DEFAULTS = {
  ...{
    day: DATA.newest,
    runs: "",
    task: "",
    whose: "",
    cost: "output",
    in: "",
    out: "",
    search: "",
    maker: [],
    tier: "",
  },
  ...{country: [], since: "", until: "", ghost: "", models: [], point: "", zoom: false, band: false, quality: ""},
  ...Object.fromEntries(Object.entries(CHOICES).map(([key, {first}]) => [key, first])),
};

// What is shown now; `moved` says that the address does not have the state yet
export const page = {state: {...DEFAULTS}, shown: null, charts: {}, draw: null, moved: false};

// An address that says nothing of the state, such as that of a part of the page, has none
export const saysNothing = () => location.hash.length > 1 && !location.hash.includes("=");

export function readHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  const next = {...DEFAULTS};
  for (const [key, {first, fits}] of Object.entries(CHOICES)) {
    const values = given.getAll(key).filter(fits);
    if (Array.isArray(first)) next[key] = [...new Set(values)];
    else if (values.length) next[key] = typeof first === "boolean" ? values[0] === "1" : values[0];
  }
  if (isDay(given.get("as-of") ?? ""))
    next.day = Math.max(0, DATA.snapshots.filter(s => s.date <= given.get("as-of")).length - 1);
  for (const [k, amount] of (AMOUNTS[next.cost] ?? ["", ""]).entries()) {
    const key = ["in", "out"][k];
    if (!amount || !given.has(key) || !isAmount(given.get(key))) next[key] = amount;
  }
  return next;
}

export function addressOf(state) {
  const given = new URLSearchParams();
  if (state.day !== DEFAULTS.day) given.set("as-of", DATA.snapshots[state.day].date);
  for (const [key, {first}] of Object.entries(CHOICES)) {
    if (Array.isArray(first)) for (const value of state[key]) given.append(key, value);
    else if (key === "in" || key === "out" ? AMOUNTS[state.cost] : state[key] !== first)
      given.set(key, typeof first === "boolean" ? Number(state[key]) : state[key]);
  }
  const text = given.toString();
  return text ? `#${text}` : location.pathname + location.search;
}

// A text of the page; one that stays the same is not laid out again
export function write(id, text) {
  if ($(id).textContent !== String(text)) $(id).textContent = text;
}

// Bring the controls of some parts of the state to it; `typing` leaves the field alone in which someone types
export function fill(keys = ["day", ...Object.keys(CHOICES)], typing = false) {
  for (const key of keys.filter(key => !(key in SETTINGS))) {
    const at = $(key);
    const value = page.state[key];
    if (!at || (typing && at === document.activeElement && at.matches("input:not([type=range])"))) continue;
    if (Array.isArray(value)) for (const box of at.querySelectorAll("input")) box.checked = value.includes(box.value);
    else if (at.matches("button")) at.setAttribute("aria-pressed", value);
    else at.value = value;
  }
}

// Keep a part of the state in the address
export function remember(patch = {}) {
  page.state = {...page.state, ...patch};
  history.replaceState(null, "", addressOf(page.state));
  page.moved = false;
}

// Change the state, and show it; the address follows when the reader rests, for a browser takes long to write it
export function go(patch) {
  page.state = {...page.state, ...patch};
  page.moved = true;
  fill(Object.keys(patch), true);
  page.draw();
}
