// Everything that is shown in a state.

import {band, costOf, onFrontier, probabilities, Z} from "./math.js";
import {searcher} from "./search.js";
import {AMOUNTS, C, DATA, HOST, OPEN, OWN, page, RUNS, SINCE, SOURCE, TASKS, TIERS, UP} from "./state.js";
import {dayInWords} from "./words.js";

// The rows of a snapshot, with the prices that are asked for
function rowsOf(snapshot, state) {
  const given = snapshot === DATA.snapshots[state.day] && DATA.prices?.[state.whose]?.[state.day];
  const none = new Array(6).fill(null);
  return given ? snapshot.rows.map(row => [...row.slice(0, C.votes + 1), ...(given[row[0]] ?? none)]) : snapshot.rows;
}

const priceOf = (row, state) => costOf(row[C.input_usd_per_mtok], row[C.output_usd_per_mtok], state);

// What is compared in a state, and the frontier; `weigh` adds what takes longer
export function choose(state) {
  if (state.runs) return chooseRuns(RUNS[state.runs], state);
  const snapshot = TASKS[state.task] ?? DATA.snapshots[state.day];
  const {models} = DATA;
  const all = rowsOf(snapshot, state);
  const rows = all.filter(([m]) => isAsked(m, state));
  const sds = rows.map(row => (row[C.elo_upper] == null ? null : (row[C.elo_upper] - row[C.elo_lower]) / (2 * Z)));
  const widest = Math.max(0, ...sds);
  const shown = {
    snapshot,
    points: [],
    noPrice: 0,
    retired: 0,
    reasons: {},
    hidden: all.length - rows.length,
    imputed: 0,
  };
  rows.forEach((row, k) => {
    const m = row[0];
    const cost = priceOf(row, state);
    if (cost == null || row[C.elo] == null) {
      shown.noPrice++;
      if (row[C.output_usd_per_mtok] == null && models.retired[m] && models.retired[m] <= (snapshot.prices_of ?? ""))
        shown.retired++;
      if (OWN) shown.reasons[OWN.reasons[m]] = (shown.reasons[OWN.reasons[m]] ?? 0) + 1;
      return;
    }
    if (sds[k] == null && widest > 0) shown.imputed++; // like the library: the widest interval of the models compared
    shown.points.push({...pointOf(row, snapshot, state), cost, sd: widest > 0 ? (sds[k] ?? widest) : null});
  });
  return finished(shown, state);
}

const isAsked = (m, state) =>
  isChosen(state, DATA.models.organization[m], DATA.models.country[m], DATA.models.released[m]) &&
  (!state.tier || TIERS[state.tier].has(DATA.models.openness[m]));

// The least and the highest price and score of all days of the board that is shown; null if nothing has both
const spans = new Map();
export function spanOf(state) {
  const {board} = DATA.snapshots[state.day];
  const {whose, cost, maker, country, since, until, tier} = state;
  const key = JSON.stringify([board, whose, cost, state.in, state.out, maker, country, since, until, tier]);
  if (spans.has(key)) return spans.get(key);
  const asked = DATA.models.model.map((_, m) => isAsked(m, state));
  const span = {costs: [Infinity, 0], scores: [Infinity, -Infinity]};
  const widen = (ends, v) => {
    ends[0] = Math.min(ends[0], v);
    ends[1] = Math.max(ends[1], v);
  };
  for (const [day, snapshot] of DATA.snapshots.entries())
    for (const row of snapshot.board === board ? rowsOf(snapshot, {...state, day}) : []) {
      const price = asked[row[0]] && row[C.elo] != null ? priceOf(row, state) : null;
      if (price == null) continue;
      widen(span.costs, price);
      widen(span.scores, row[C.elo]);
    }
  spans.set(key, span.costs[1] ? span : null);
  return spans.get(key);
}

function pointOf(row, snapshot, {whose}) {
  const m = row[0];
  const {models} = DATA;
  const newest = snapshot === DATA.snapshots[DATA.newest] && !whose; // what is announced is announced of these prices
  return {
    id: m,
    model: models.model[m],
    name: models.name[m] || models.model[m],
    maker: models.organization[m],
    country: models.country[m],
    license: models.license[m],
    tier: models.openness[m],
    open: OPEN.has(models.openness[m]),
    released: models.released[m],
    bound: models.released_by[m],
    elo: row[C.elo],
    low: row[C.elo_lower],
    high: row[C.elo_upper],
    votes: row[C.votes],
    input: row[C.input_usd_per_mtok],
    cached: row[C.cached_input_usd_per_mtok],
    output: row[C.output_usd_per_mtok],
    source: row[SOURCE] == null ? null : DATA.sources[row[SOURCE]],
    link: row[SOURCE] == null ? null : DATA.source_links?.[row[SOURCE]],
    price_date: row[SINCE],
    host: row[HOST] ?? null,
    announced: newest ? models.announced?.[m] : null,
    until: newest ? models.until?.[m] : null,
    promotional: newest && models.promotional?.[m],
    retired: models.retired?.[m] <= snapshot.prices_of ? models.retired[m] : null,
    ...Object.fromEntries((OWN?.columns ?? []).map(({values}, k) => [`+${k}`, values[m]])),
  };
}

const isChosen = (state, maker, country, released) =>
  (!state.maker.length || state.maker.includes(maker)) &&
  (!state.country.length || state.country.includes(country)) &&
  (!state.since || released >= state.since) &&
  (!state.until || (released ?? "9999") <= state.until);

// The runs of one benchmark: what a task costs, and how well it is done
function chooseRuns(runs, state) {
  const rows = runs.rows.filter(
    row =>
      isChosen({...state, country: []}, row.maker, null, row.released) &&
      (!state.tier || (state.tier === "proprietary") === (row.open === false)),
  );
  const sd = row => (row.high == null || row.low == null ? null : (row.high - row.low) / (2 * Z));
  const widest = Math.max(0, ...rows.map(sd));
  const points = rows
    .filter(row => row.cost > 0 && row.score != null)
    .map(({score, ...row}, id) => ({...row, id, elo: score, sd: widest > 0 ? (sd(row) ?? widest) : null}));
  const snapshot = {date: runs.day, board: runs.text, coverage: "full", source: runs.source, runs};
  const noPrice = rows.length - points.length;
  return finished(
    {snapshot, points, noPrice, retired: 0, reasons: {}, hidden: runs.rows.length - rows.length, imputed: 0},
    state,
  );
}

function finished(shown, state) {
  const upward = shown.points.map(point => ({...point, elo: UP * point.elo}));
  onFrontier(upward).forEach((on, k) => {
    shown.points[k].on = on;
  });
  const isFound = searcher(state.search);
  for (const point of shown.points) point.found = isFound([point.model, point.name, point.maker]);
  return {...shown, sure: shown.points.length > 0 && shown.points.every(point => point.sd != null), band: []};
}

// Add the probabilities, and the band if it is asked for
export function weigh(shown, state) {
  const upward = shown.points.map(point => ({...point, elo: UP * point.elo}));
  probabilities(upward).forEach((chance, k) => {
    shown.points[k].probability = chance;
  });
  if (state.band && shown.sure)
    shown.band = band(upward, [0.05, 0.5, 0.95]).map(({cost, ...at}) => ({
      cost,
      ...Object.fromEntries(Object.entries(at).map(([level, score]) => [level, UP * score])),
    }));
  return shown;
}

export const answer = state => weigh(choose(state), state);

// The frontier of an earlier day's models and prices, on the scores of the day that is shown
export function ghostOf(state) {
  const then = DATA.snapshots.find(({date}) => date === state.ghost);
  const now = DATA.snapshots[state.day];
  if (!then || state.task || state.runs || then === now) return [];
  const prices = new Map(then.rows.map(row => [row[0], row.slice(C.votes + 1)]));
  const points = now.rows
    .filter(([m]) => prices.has(m))
    .map(row => [...row.slice(0, C.votes + 1), ...prices.get(row[0])])
    .map(row => ({elo: row[C.elo], cost: priceOf(row, state)}))
    .filter(({elo, cost}) => elo != null && cost != null);
  const on = onFrontier(points);
  return points.filter((_, k) => on[k]).sort((a, b) => a.cost - b.cost);
}

export const dollars = v =>
  v == null ? "" : OWN ? OWN.currency + Number(v.toPrecision(OWN.cost_digits)) : `$${amount(v)}`;
// A price in dollars: with both digits of its cents, where it has cents
export const amount = v => String(Number(v.toPrecision(v >= 1 ? 4 : 3))).replace(/\.\d$/, "$&0");
export const score = v => (v == null ? "" : OWN ? v.toFixed(OWN.quality_decimals) : v);
export const unit = ({state, shown} = page) =>
  OWN
    ? OWN.cost
    : shown?.snapshot.runs
      ? shown.snapshot.runs.cost_name
      : state.cost === "request"
        ? `USD per request of ${state.in || 0} input and ${state.out || 0} output tokens`
        : state.cost === "blend"
          ? `USD per million tokens, ${state.in || 0} parts input and ${state.out || 0} output`
          : `USD per million ${state.cost} tokens`;

// Whether the amounts of a blend or of a request mean something
export const meant = state =>
  !AMOUNTS[state.cost] || (state.in >= 0 && state.out >= 0 && Number(state.in) + Number(state.out) > 0);

const listed = (words, and = "and") =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${and} ${words.at(-1)}`;
export const countryName = code => {
  try {
    return new Intl.DisplayNames(["en"], {type: "region"}).of(code);
  } catch {
    return code;
  }
};

// What the filters leave, in words
export function chosenWords(state = page.state) {
  const tier = state.tier && DATA.tiers.find(({value}) => value === state.tier).text;
  const released = [
    state.since && `from ${dayInWords(state.since)}`,
    state.until && `until ${dayInWords(state.until)}`,
  ];
  const days = released.filter(Boolean).join(" ");
  return [
    state.maker.length && `by ${listed(state.maker, "or")}`,
    state.country.length && `from ${listed(state.country.map(countryName), "or")}`,
    tier && `(${tier})`,
    days && `released ${days}`,
  ]
    .filter(Boolean)
    .join(" ");
}
export const filtersSet = state =>
  ["maker", "country"].filter(key => state[key].length).length +
  ["tier", "search", "task", "whose", "ghost"].filter(key => state[key]).length +
  Number(Boolean(state.since || state.until));
