// The bar and the filters: their values, what they change, and the marked models.

import {countryName, filtersSet} from "./choose.js";
import {
  $,
  AMOUNTS,
  CHOICES,
  DATA,
  DEFAULTS,
  fill,
  go,
  OWN,
  page,
  RUNS,
  readHash,
  saysNothing,
  TASKS,
  write,
} from "./state.js";
import {brief, dayInWords} from "./words.js";

const typed = {...AMOUNTS};
const LISTS = {maker: ["organization", brief], country: ["country", countryName]};
const WORDS = ["task", "whose", "cost", "tier", "ghost", "quality", "runs"];
const TYPED = ["in", "out", "search", "since", "until"];

const years = () => [...new Set(DATA.models.released.filter(Boolean).map(day => day.slice(0, 4)))].sort().reverse();

// Put the values into the controls, and leave out those without data
function offerChoices() {
  $("day").max = DATA.snapshots.length - 1;
  for (const [value, {words}] of Object.entries(TASKS)) $("task").add(new Option(words, value));
  for (const {value, text} of DATA.whose ?? []) $("whose").add(new Option(text, value));
  for (const {value, text} of Object.values(RUNS)) $("runs").add(new Option(text, value));
  for (const {value, text} of DATA.tiers) $("tier").add(new Option(text, value));
  for (const {date} of DATA.snapshots.slice(0, -1).reverse())
    $("ghost").add(new Option(dayInWords(date ?? "0-1-1"), date));
  for (const {model, name} of DATA.qualities) $("quality").add(new Option(brief(name), model));
  for (const year of CHOICES.since ? years() : []) $("year").add(new Option(`in ${year}`, year));
  for (const [key, [column, words]] of Object.entries(LISTS)) {
    const values = [...new Set(DATA.models[column])].filter(value => value != null);
    const named = values.map(value => [value, words(value)]).sort((a, b) => a[1].localeCompare(b[1]));
    $(key).append(
      ...named.map(([value, text]) => {
        const line = document.createElement("label");
        const box = Object.assign(document.createElement("input"), {type: "checkbox", value});
        line.append(box, ` ${text}`);
        return line;
      }),
    );
  }
  for (const key of [...WORDS, ...TYPED, ...Object.keys(LISTS)])
    if (!CHOICES[key]) ($(`${key}-field`) ?? $(key).closest("label")).hidden = true;
  if (!CHOICES.since) $("year-field").hidden = true;
  $("tabs").hidden = !CHOICES.runs;
  $("band").hidden = !CHOICES.band;
  if (OWN) $("search").placeholder = OWN.name;
}

// Bring what is not a plain field to the state
export function showFilters() {
  const {state} = page;
  const {runs} = state;
  const shot = DATA.snapshots[state.day];
  write("day-text", shot.date ? dayInWords(shot.date) : "");
  $("day").setAttribute("aria-valuetext", $("day-text").textContent);
  $("day-field").hidden = DATA.snapshots.length < 2 || state.task !== "" || runs !== ""; // a task has one day
  $("day-back").disabled = state.day === 0;
  $("day-on").disabled = state.day === DATA.snapshots.length - 1;
  for (const key of ["cost", "task", "whose", "country", "ghost"]) {
    const field = $(`${key}-field`) ?? $(key).closest("label");
    field.hidden = runs !== "" || !CHOICES[key] || (state.task !== "" && (key === "whose" || key === "ghost"));
  }
  $("runs-field").hidden = runs === "";
  write("in-word", state.cost === "request" ? "Input tokens" : "Parts input");
  write("out-word", state.cost === "request" ? "Output tokens" : "Parts output");
  for (const label of document.querySelectorAll(".amount")) label.hidden = !AMOUNTS[state.cost] || runs !== "";
  for (const [key, [, words]] of Object.entries(LISTS)) {
    const chosen = state[key];
    write(`${key}-text`, !chosen.length ? "all" : chosen.length === 1 ? words(chosen[0]) : chosen.length);
  }
  const year = state.since.slice(0, 4);
  const whole = state.since === `${year}-01-01` && state.until === `${year}-12-31` ? year : "";
  if ($("year").value !== whole) $("year").value = whole;
  const set = filtersSet(state);
  write("filters-open", set ? `Filters (${set})` : "Filters");
  const open = state.tier !== "proprietary";
  const pressed = {proprietary: ["", "proprietary"].includes(state.tier), open};
  for (const at of document.querySelectorAll("[data-class]")) {
    at.setAttribute("aria-pressed", pressed[at.dataset.class]);
    at.hidden = !CHOICES.tier;
  }
  for (const at of $("tabs").children) at.setAttribute("aria-pressed", (at.dataset.of === "runs") === (runs !== ""));
  $("chips").hidden = !state.models.length;
  $("chips").replaceChildren(...state.models.map(chipOf));
}
function chipOf(model) {
  const line = document.createElement("li");
  const at = document.createElement("button");
  const name = brief(DATA.models.name[DATA.models.model.indexOf(model)] || model);
  at.type = "button";
  at.textContent = `${name} ×`;
  at.setAttribute("aria-label", `Remove the mark of ${name}`);
  at.addEventListener("click", () => go({models: page.state.models.filter(one => one !== model)}));
  line.append(at);
  return line;
}

// A legend that is pressed takes its class out; the last one brings the other back
const press = name => go({tier: page.state.tier === "" ? (name === "open" ? "proprietary" : "open") : ""});

function change(event) {
  const {id} = event.target;
  const {state} = page;
  if (id === "year")
    return go({
      since: event.target.value && `${event.target.value}-01-01`,
      until: event.target.value && `${event.target.value}-12-31`,
    });
  const list = event.target.closest(".choices")?.id;
  if (list) return go({[list]: [...$(list).querySelectorAll(":checked")].map(box => box.value)});
  if (id === "day") {
    page.state = {...state, day: Number($("day").value)};
    page.moved = true;
    return page.draw();
  }
  if (id === "cost") {
    if (AMOUNTS[state.cost]) typed[state.cost] = [state.in, state.out]; // the amounts come back with their price
    const [input, output] = typed[$("cost").value] ?? ["", ""];
    return go({cost: $("cost").value, in: input, out: output});
  }
  const value = event.target.value.trim();
  const fits = value === "" || CHOICES[id].fits(value);
  event.target.setAttribute("aria-invalid", !fits);
  if (fits) go({[id]: id === "search" ? event.target.value : value});
}

export function startFilters() {
  offerChoices();
  const form = $("controls");
  form.addEventListener("input", change);
  $("quality").addEventListener("input", change);
  form.addEventListener("submit", event => event.preventDefault());
  const reset = event => {
    event?.preventDefault();
    const {quality, runs} = page.state;
    page.state = {...DEFAULTS, quality, runs};
    fill();
    go({});
  };
  form.addEventListener("reset", reset);
  $("widen").addEventListener("click", () => reset());
  $("day-back").addEventListener("click", () => go({day: page.state.day - 1}));
  $("day-on").addEventListener("click", () => go({day: page.state.day + 1}));
  $("filters-open").addEventListener("click", () => {
    const open = $("filters").hidden;
    $("filters").hidden = !open;
    form.classList.toggle("open", open);
    $("filters-open").setAttribute("aria-expanded", open);
  });
  for (const at of document.querySelectorAll("[data-class]"))
    at.addEventListener("click", () => press(at.dataset.class));
  for (const key of ["band", "zoom"]) $(key).addEventListener("click", () => go({[key]: !page.state[key]}));
  for (const at of $("tabs").children)
    at.addEventListener("click", () =>
      go({runs: at.dataset.of === "runs" ? page.state.runs || Object.keys(RUNS)[0] : "", point: ""}),
    );
  document.querySelector(".skip").addEventListener("click", event => {
    event.preventDefault();
    $("chart").focus();
  });
  addEventListener("hashchange", () => {
    if (saysNothing()) return go({});
    page.state = readHash();
    fill();
    page.draw();
  });
  addEventListener("click", event => {
    for (const at of document.querySelectorAll("details.many[open]")) if (!at.contains(event.target)) at.open = false;
  });
}
