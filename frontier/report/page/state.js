// The data, and the state: in the controls, and in the address.

export const DATA = JSON.parse(document.getElementById("data").textContent);
export const $ = id => document.getElementById(id);
export const C = Object.fromEntries(DATA.columns.map((name, k) => [name, k + 1]));
export const SOURCE = DATA.columns.length + 1;
export const SINCE = SOURCE + 1;
export const TIERS = Object.fromEntries(DATA.tiers.map(one => [one.value, new Set(one.tiers)]));
export const OPEN = TIERS.open;
export const OWN = DATA.own; // the columns of a table that has no snapshots of the Arena, else null
export const UP = OWN?.lower_is_better ? -1 : 1; // times this, more of the quality is better
export const has = column => DATA.models[column].some(value => value != null);
// the snapshot of each task: its scores, and the prices of its day
export const TASKS = Object.fromEntries(
  Object.entries(DATA.tasks).map(([task, one]) => [
    task,
    {...one, rows: one.rows.map(row => [...row, ...DATA.task_prices[one.date][row[0]]])},
  ]),
);
// What else the address keeps: how the table is sorted and what it shows, what is asked, and what is shown alone.
const AMOUNT = /^\d{1,12}(\.\d{1,12})?$/;
export const SETTINGS = {
  sort: /^-?[\w+]+$/,
  more: /^1$/,
  sources: /^1$/,
  view: /^chart$/,
  budget: AMOUNT,
  need: AMOUNT,
  first: /./,
  second: /./,
};
export const DEFAULTS = {
  ...Object.fromEntries(Object.keys(SETTINGS).map(key => [key, ""])),
  day: DATA.newest,
  task: "",
  cost: "output",
  in: "",
  out: "",
  search: "",
  maker: "",
  tier: "",
  country: "",
  since: "",
  until: "",
  band: false,
  quality: DATA.qualities[0]?.model ?? "",
};
export const THERE = {
  task: Object.keys(TASKS).length > 0,
  cost: !OWN,
  in: !OWN,
  out: !OWN,
  search: true,
  maker: has("organization"),
  tier: has("openness"),
  country: has("country"),
  since: has("released"),
  until: has("released"),
  quality: DATA.qualities.length > 0,
};
export const CONTROLS = Object.keys(THERE).filter(key => THERE[key]); // a control without data is left out
export const AMOUNTS = {blend: ["3", "1"], request: ["1000", "500"]};
export const typed = {...AMOUNTS};

export const page = {state: {...DEFAULTS}, shown: null, charts: {}, pinned: false};
export const DAY = /^\d{4}-\d\d-\d\d$/;

export function readHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  const next = {...DEFAULTS};
  const isDay = text => DAY.test(text) && text >= "1000" && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text);
  const fits = (key, value) =>
    $(key).options
      ? [...$(key).options].some(o => o.value === value)
      : key === "search" ||
        (key === "since" || key === "until" ? isDay(value) : /^(\d{1,12}(\.\d{1,12})?)?$/.test(value));
  for (const key of CONTROLS) if (given.has(key) && fits(key, given.get(key))) next[key] = given.get(key);
  if (isDay(given.get("as-of") ?? ""))
    next.day = Math.max(0, DATA.snapshots.filter(s => s.date <= given.get("as-of")).length - 1);
  if (AMOUNTS[next.cost])
    for (const [k, key] of ["in", "out"].entries())
      if (!given.has(key) || !fits(key, given.get(key))) next[key] = AMOUNTS[next.cost][k];
  next.band = given.get("band") === "1";
  for (const [key, form] of Object.entries(SETTINGS)) if (form.test(given.get(key) ?? "")) next[key] = given.get(key);
  return next;
}
export function writeHash() {
  const given = new URLSearchParams();
  if (page.state.day !== DEFAULTS.day) given.set("as-of", DATA.snapshots[page.state.day].date);
  for (const key of CONTROLS)
    if (key !== "in" && key !== "out" && page.state[key] !== DEFAULTS[key]) given.set(key, page.state[key]);
  if (AMOUNTS[page.state.cost]) {
    given.set("in", page.state.in);
    given.set("out", page.state.out);
  }
  if (page.state.band) given.set("band", "1");
  for (const key of Object.keys(SETTINGS)) if (page.state[key]) given.set(key, page.state[key]);
  const text = given.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}
export function remember(settings) {
  page.state = {...page.state, ...settings};
  writeHash();
}
export function fill() {
  for (const key of ["day", ...CONTROLS]) $(key).value = page.state[key];
  $("band").checked = page.state.band;
}
