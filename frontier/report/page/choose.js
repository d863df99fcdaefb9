// Everything that is shown in a state.

import {band, costOf, onFrontier, probabilities, Z} from "./math.js";
import {$, C, DATA, OPEN, OWN, page, SINCE, SOURCE, TASKS, TIERS, UP} from "./state.js";

export function answer(state) {
  const snapshot = TASKS[state.task] ?? DATA.snapshots[state.day];
  const models = DATA.models;
  const words = state.search.trim().toLowerCase();
  const rows = snapshot.rows.filter(
    ([m]) =>
      (!state.maker || models.organization[m] === state.maker) &&
      (!state.country || models.country[m] === state.country) &&
      (!state.tier || TIERS[state.tier].has(models.openness[m])) &&
      (!state.since || models.released[m] >= state.since) &&
      (!state.until || (models.released[m] ?? "9999") <= state.until),
  );
  const widths = rows.map(r => (r[C.elo_upper] == null ? null : (r[C.elo_upper] - r[C.elo_lower]) / (2 * Z)));
  const widest = Math.max(0, ...widths);
  let noPrice = 0;
  let retired = 0;
  let imputed = 0;
  const points = [];
  const reasons = {};
  rows.forEach((row, k) => {
    const m = row[0];
    const tier = models.openness[m];
    const cost = costOf(row[C.input_usd_per_mtok], row[C.output_usd_per_mtok], state);
    if (cost == null || row[C.elo] == null) {
      noPrice++;
      if (row[C.output_usd_per_mtok] == null && models.retired[m] && models.retired[m] <= (snapshot.prices_of ?? ""))
        retired++;
      if (OWN) reasons[OWN.reasons[m]] = (reasons[OWN.reasons[m]] ?? 0) + 1;
      return;
    }
    if (widths[k] == null && widest > 0) imputed++; // like the library: the widest interval of the models compared
    const text = `${models.model[m]} ${models.name[m] ?? ""} ${models.organization[m] ?? ""}`.toLowerCase();
    points.push({
      model: models.model[m],
      name: models.name[m] || models.model[m],
      maker: models.organization[m],
      country: models.country[m],
      license: models.license[m],
      tier,
      open: OPEN.has(tier),
      released: models.released[m],
      bound: models.released_by[m],
      elo: row[C.elo],
      low: row[C.elo_lower],
      high: row[C.elo_upper],
      sd: widest > 0 ? (widths[k] ?? widest) : null,
      votes: row[C.votes],
      input: row[C.input_usd_per_mtok],
      cached: row[C.cached_input_usd_per_mtok],
      output: row[C.output_usd_per_mtok],
      source: row[SOURCE] == null ? null : DATA.sources[row[SOURCE]],
      price_date: row[SINCE],
      announced: snapshot === DATA.snapshots[DATA.newest] ? models.announced?.[m] : null,
      cost,
      found: !words || text.includes(words),
      ...Object.fromEntries((OWN?.columns ?? []).map(({values}, k) => [`+${k}`, values[m]])),
    });
  });
  const upward = points.map(p => ({...p, elo: UP * p.elo}));
  const on = onFrontier(upward);
  const chance = probabilities(upward);
  points.forEach((p, k) => {
    p.on = on[k];
    p.probability = chance[k];
  });
  const sure = points.length > 0 && points.every(p => p.sd != null);
  const curves =
    state.band && sure
      ? band(upward, [0.05, 0.5, 0.95]).map(at => ({
          ...at,
          0.05: UP * at[0.05],
          0.5: UP * at[0.5],
          0.95: UP * at[0.95],
        }))
      : [];
  return {
    snapshot,
    points,
    noPrice,
    retired,
    reasons,
    hidden: snapshot.rows.length - rows.length,
    imputed,
    sure,
    band: curves,
  };
}
export const dollars = v =>
  v == null ? "" : OWN ? OWN.currency + Number(v.toPrecision(OWN.cost_digits)) : `$${amount(v)}`;
// A price in dollars: with both digits of its cents, where it has cents
export const amount = v => String(Number(v.toPrecision(v >= 1 ? 4 : 3))).replace(/\.\d$/, "$&0");
export const score = v => (v == null ? "" : OWN ? v.toFixed(OWN.quality_decimals) : v);
export const unit = () =>
  OWN
    ? OWN.cost
    : page.state.cost === "request"
      ? `USD per request of ${page.state.in || 0} input and ${page.state.out || 0} output tokens`
      : page.state.cost === "blend"
        ? `USD per million tokens, ${page.state.in || 0} parts input and ${page.state.out || 0} output`
        : `USD per million ${page.state.cost} tokens`;

export function chosenWords() {
  const tier = page.state.tier && [...$("tier").options].find(o => o.value === page.state.tier).text;
  const released = [page.state.since && `from ${page.state.since}`, page.state.until && `until ${page.state.until}`]
    .filter(Boolean)
    .join(" ");
  return [
    page.state.maker && `by ${page.state.maker}`,
    page.state.country && `from ${page.state.country}`,
    tier && `(${tier})`,
    released && `released ${released}`,
  ]
    .filter(Boolean)
    .join(" ");
}
