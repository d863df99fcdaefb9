// The two questions of a reader: which model for a price or a score, and which of two.

import {unit} from "./choose.js";
import {answerOf, comparisonOf} from "./pick.js";
import {$, OWN, page, remember, UP} from "./state.js";
import {bound, brief, membersOf} from "./words.js";

const FIELDS = {budget: "budget", need: "need", first: "compare-a", second: "compare-b"};
let offered = ""; // the models that the lists offer

const typedIn = value => (value === "" ? null : Number(value));

function offer(points) {
  const best = [...points].sort((a, b) => UP * (b.elo - a.elo));
  const now = best.map(p => p.model).join("\n");
  if (now === offered) return;
  offered = now;
  for (const id of ["compare-a", "compare-b"])
    $(id).replaceChildren(new Option("", ""), ...best.map(p => new Option(brief(p.name), p.model)));
  $("need-list").replaceChildren(
    ...membersOf(points, UP).map(p => new Option(brief(p.name), OWN ? p.elo : Math.floor(p.elo))),
  );
}

export function showAsked() {
  const {points} = page.shown;
  offer(points);
  for (const [key, id] of Object.entries(FIELDS)) if ($(id).value !== page.state[key]) $(id).value = page.state[key];
  const {runs} = page.shown.snapshot;
  const own = runs ? {quality: runs.score_name, currency: "$", cost_word: "cost", quality_decimals: 1} : OWN;
  const words = {own, unit: OWN ? "" : runs ? "per task" : unit().replace("USD ", "")};
  $("budget-unit").textContent = OWN ? `(${brief(OWN.cost)})` : words.unit;
  $("need-unit").textContent = OWN ? `(${brief(OWN.quality)})` : runs ? own.quality : "points";
  const asked = {budget: typedIn(page.state.budget), need: typedIn(page.state.need)};
  $("ask-answer").textContent = bound(answerOf(points, asked, words));
  const [one, other] = [page.state.first, page.state.second].map(model => points.find(p => p.model === model));
  $("compare-answer").textContent = one && other ? bound(comparisonOf(one, other, words)) : "";
}

export function startAsking() {
  if (OWN) {
    $("budget-sign").textContent = OWN.currency;
    if (UP < 0) $("need-label").textContent = "I need at most";
  }
  $("ask-form").addEventListener("submit", event => event.preventDefault());
  $("ask-form").addEventListener("input", () => {
    remember(Object.fromEntries(Object.entries(FIELDS).map(([key, id]) => [key, $(id).value])));
    showAsked();
  });
}
