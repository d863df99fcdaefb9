// Numbers and short sentences as words.

export const brief = name => (name.length > 60 ? `${name.slice(0, 59)}…` : name);
export const share = v =>
  v == null ? "" : v > 0.9995 ? "> 99.9 %" : v < 0.0005 ? "< 0.1 %" : `${(100 * v).toFixed(1)} %`;
export const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
export const membersOf = (points, up) =>
  points.filter(p => p.on).sort((a, b) => a.cost - b.cost || up * (a.elo - b.elo));
// The sentence of frontier.words.headlines: the best member and the best that costs at most half as much, or else the second best
export function headline(points, own) {
  const up = own?.lower_is_better ? -1 : 1;
  const steps = [
    ...new Map(
      membersOf(points, up)
        .reverse()
        .map(p => [`${p.cost} ${p.elo}`, p]),
    ).values(),
  ].reverse();
  const best = steps.pop();
  const name = p => brief(p.name);
  const elo = own?.elo ?? true;
  const word = own ? own.cost_word : "price";
  if (points.length === 1) return `${name(best)} is the only model compared`;
  const rival = steps.findLast(p => p.cost <= best.cost / 2) ?? steps.at(-1);
  if (!rival) {
    const others = points.filter(p => p !== best);
    const whom = others.length === 1 ? "the only other" : `all ${others.length} others`;
    return others.every(p => p.cost > best.cost && up * p.elo < up * best.elo)
      ? `${name(best)} beats ${whom} on ${word} and ${elo ? "score" : "quality"}`
      : `Nothing is cheaper than ${name(best)}, and nothing ${elo ? "scores higher" : "is better"}`;
  }
  const apart = up * (best.elo - rival.elo);
  const far = elo ? (apart < 1 ? "less than a point" : plural(evenly(apart), "point")) : figure(apart);
  const above = p => (up > 0 ? p.high - p.elo : p.elo - p.low);
  const under = p => (up > 0 ? p.elo - p.low : p.high - p.elo);
  const near =
    rival.low != null && best.low != null && apart * apart <= above(rival) * above(rival) + under(best) * under(best)
      ? ", within the margin of error,"
      : "";
  return `${name(rival)} ${apart ? `is ${far} ${up < 0 ? "worse than" : "below"}` : "is level with"} ${name(best)}${near} at ${shareOf(rival.cost / best.cost, word)}`;
}
// Halves to the even number, as Python rounds
export const evenly = v => {
  const low = Math.floor(v);
  return v - low !== 0.5 ? Math.round(v) : low + (low % 2);
};
export const figure = v =>
  v < 100
    ? Number(v.toPrecision(3)).toLocaleString("en", {maximumFractionDigits: 20})
    : Math.round(v).toLocaleString("en");
export function shareOf(ratio, word) {
  if (Math.abs(ratio - 1) < 0.05) return `${ratio === 1 ? "" : "nearly "}the same ${word}`;
  const digits = Number((ratio > 1 ? ratio : 100 * ratio).toPrecision(2)).toLocaleString("en", {
    maximumFractionDigits: 20,
  });
  return ratio > 1 ? `${digits} times the ${word}` : `${digits} % of its ${word}`;
}
