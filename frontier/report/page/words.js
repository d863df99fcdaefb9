// Numbers and short sentences as words: those of frontier.words, to the letter.

const MONTHS = "January February March April May June July August September October November December".split(" ");

export const brief = name => (name.length > 60 ? `${name.slice(0, 59).trimEnd()}…` : name);
// A text as the page shows it: a line does not end between a number and its percent sign
export const bound = text => text.replace(/(\d) %/g, "$1\u00a0%");
export const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

// Halves to the even number, as Python rounds
export const evenly = v => {
  const low = Math.floor(v);
  return v - low !== 0.5 ? Math.round(v) : low + (low % 2);
};
// A number with so many decimals, its exact halves to the even digit
export function toDecimals(v, decimals) {
  const text = v.toFixed(decimals);
  if (!/50{29}$/.test(v.toFixed(decimals + 30)) || Number(text.at(-1)) % 2 === 0) return text;
  return (Number(text) - Math.sign(v) * 10 ** -decimals).toFixed(decimals);
}
const grouped = text => text.replace(/^-?\d+/, whole => whole.replace(/\B(?=(\d{3})+$)/g, ","));
// The number of the digit before the point, as of 20 it is 1 and of 0.2 it is -1
const sizeOf = v => (v ? Number(v.toExponential(12).split("e")[1]) : 0);

// A number to so many digits, rounded in the same way
function toDigits(v, digits) {
  const decimals = digits - 1 - sizeOf(v);
  return decimals >= 0 ? Number(toDecimals(v, decimals)) : evenly(v * 10 ** decimals) / 10 ** decimals;
}

// A price as it is quoted: with cents where it has any, below 1 with the decimals that it needs
export function money(value, currency = "$") {
  if (!currency) return grouped(String(toDigits(value, 6)));
  const places = value >= 1 ? (value === Math.round(value) ? 0 : 2) : Math.max(2, -sizeOf(value));
  const text = grouped(toDecimals(value, places));
  return currency.length > 1 ? `${text} ${currency}` : currency + text;
}
// A number to three digits, whole from 100
export function figure(v) {
  if (v === 0 || !Number.isFinite(v)) return String(v);
  if (Math.abs(v) >= 100) return grouped(toDecimals(v, 0));
  const text = toDecimals(toDigits(v, 3), Math.max(0, 2 - sizeOf(v)));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
export const times = v => (v < 10 ? `${toDecimals(v, 1)} times` : `${grouped(toDecimals(toDigits(v, 2), 0))} times`);
// A difference of two scores of the Arena, to a whole point
export const pointsApart = v =>
  v < 1 ? "less than a point" : `${grouped(toDecimals(v, 0))} point${evenly(v) === 1 ? "" : "s"}`;
// A probability in percent, which is never rounded to 0 or to 100
export function chance(probability, decimals = 1) {
  const least = 10 ** -decimals;
  if (100 * probability < least / 2) return `below ${least} %`;
  return 100 * probability > 100 - least / 2
    ? `above ${100 - least} %`
    : `${toDecimals(100 * probability, decimals)} %`;
}
export const share = v => (v == null ? "" : chance(v));
// What part of a whole something is, to two digits
export function shareOf(ratio, word) {
  if (Math.abs(ratio - 1) < 0.05) return `${ratio === 1 ? "" : "nearly "}the same ${word}`;
  const number = ratio > 1 ? ratio : 100 * ratio;
  const digits = grouped(String(toDigits(number, 2)));
  return ratio > 1 ? `${digits} times the ${word}` : `${digits} % of its ${word}`;
}
// A day with the name of its month: 14 Feb 2025, or 14 February 2025
export function dayInWords(iso, long = false) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${long ? MONTHS[month - 1] : MONTHS[month - 1].slice(0, 3)} ${String(year).padStart(4, "0")}`;
}

export const membersOf = (points, up) =>
  points.filter(p => p.on).sort((a, b) => a.cost - b.cost || up * (a.elo - b.elo));

// The best member and the best that costs at most half as much, or else the second best; of equals the first
export function bestAndRival(points, up = 1) {
  const steps = [
    ...new Map(
      membersOf(points, up)
        .reverse()
        .map(p => [`${p.cost} ${p.elo}`, p]),
    ).values(),
  ].reverse();
  const best = steps.pop();
  return [best, steps.findLast(p => p.cost <= best.cost / 2) ?? steps.at(-1)];
}

// The title of headline() of a frontier
export function headline(points, own) {
  const up = own?.lower_is_better ? -1 : 1;
  const [best, rival] = bestAndRival(points, up);
  const name = p => brief(p.name);
  const elo = own?.elo ?? true;
  const word = own ? own.cost_word : "price";
  if (points.length === 1) return `${name(best)} is the only ${own?.row ?? "model"} compared`;
  if (!rival) {
    const others = points.filter(p => p !== best);
    const whom = others.length === 1 ? "the only other" : `all ${others.length} others`;
    return others.every(p => p.cost > best.cost && up * p.elo < up * best.elo)
      ? `${name(best)} beats ${whom} on ${word} and ${elo ? "score" : "quality"}`
      : `Nothing is cheaper than ${name(best)}, and nothing ${elo ? "scores higher" : "is better"}`;
  }
  return `${below(rival, best, own)} at ${shareOf(rival.cost / best.cost, word)}`;
}

// By how much one point scores below another, and whether the 95 % interval of the difference includes zero
export function below(one, other, own) {
  const up = own?.lower_is_better ? -1 : 1;
  const apart = up * (other.elo - one.elo);
  const far = (own?.elo ?? true) ? pointsApart(apart) : figure(apart) + (own.percentage ? " percentage points" : "");
  const above = p => (up > 0 ? p.high - p.elo : p.elo - p.low);
  const under = p => (up > 0 ? p.elo - p.low : p.high - p.elo);
  const known = one.low != null && other.low != null;
  const near = known && apart * apart <= above(one) ** 2 + under(other) ** 2 ? ", within the margin of error," : "";
  const how = apart ? `is ${far} ${up < 0 ? "worse than" : "below"}` : "is level with";
  return `${brief(one.name)} ${how} ${brief(other.name)}${near}`;
}

// How many models have a price: Frontier.in_words()
export function howMany({points, noPrice, retired}, price = "a price") {
  const left = retired ? `; ${retired} ${retired === 1 ? "is" : "are"} retired` : "";
  return `${points.length} of ${plural(points.length + noPrice - retired, "model")} on sale have ${price}${left}`;
}
