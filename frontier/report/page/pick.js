import {chanceToReach, difference, probabilities} from "./math.js";
import {brief, chance, dayInWords, figure, money, pointsApart, shareOf} from "./words.js";

const upOf = own => (own?.lower_is_better ? -1 : 1);
const leastBy = (points, compare) => points.reduce((a, b) => (a && compare(a, b) <= 0 ? a : b), null);

// Frontier.best(): of equally good ones the cheapest, then the first
export const bestWithin = (points, budget, own) =>
  leastBy(
    points.filter(p => p.cost <= budget),
    (a, b) => upOf(own) * (b.elo - a.elo) || a.cost - b.cost,
  );
// Frontier.cheapest(): of equally cheap ones the best, then the first
export const cheapestWith = (points, need, own) =>
  leastBy(
    points.filter(p => upOf(own) * p.elo >= upOf(own) * need),
    (a, b) => a.cost - b.cost || upOf(own) * (b.elo - a.elo),
  );
// The probability that a point is the best of all that cost at most as much as the budget
export function chanceBest(points, budget, point, own) {
  const rivals = points.filter(p => p.cost <= budget);
  const level = rivals.map(p => ({elo: upOf(own) * p.elo, sd: p.sd, cost: 0})); // at one price all are rivals
  return probabilities(level)[rivals.indexOf(point)];
}

const scoreWords = (p, own) => (own ? p.elo.toFixed(own.quality_decimals) : String(p.elo));
const priceWords = (v, own) => money(v, own ? own.currency : "$");

// A model with its score and price, and until when the price holds
function modelAndPrice(p, own) {
  const host = p.host ? ` from ${p.host}` : "";
  const ends = p.until ? ` until ${dayInWords(p.until, true)}${p.promotional ? " (a promotion)" : ""}` : "";
  const score = own ? `${own.quality} ${scoreWords(p, own)}` : `score ${scoreWords(p, own)}`;
  return `${brief(p.name)}, ${score} at ${priceWords(p.cost, own)}${host}${ends}`;
}
const andOnFrontier = p => (p.probability == null ? "" : `, with ${chance(p.probability)} it is on the frontier`);

// The answer to "I can pay up to ... / I need at least ...", each of which may be null
export function answerOf(points, {budget, need}, {own = null, unit = ""} = {}) {
  if (budget == null && need == null) return "";
  if (!points.length) return "No model is left; widen the filters.";
  if (budget != null && !(budget > 0)) return "Give a price above 0.";
  const amount = budget == null ? "" : `${priceWords(budget, own)}${unit && ` ${unit}`}`;
  const level =
    need == null ? "" : `${own ? own.quality : "a score"} of at ${upOf(own) > 0 ? "least" : "most"} ${need}`;
  const best = budget == null ? null : bestWithin(points, budget, own);
  const cheapest = need == null ? null : cheapestWith(points, need, own);
  if (budget != null && !best) {
    const least = leastBy(points, (a, b) => a.cost - b.cost || upOf(own) * (b.elo - a.elo));
    return `No model costs at most ${amount}. The cheapest: ${modelAndPrice(least, own)}.`;
  }
  if (need != null && !cheapest) {
    const top = bestWithin(points, Infinity, own);
    return `No model has ${level}. The best: ${modelAndPrice(top, own)}.`;
  }
  if (best && cheapest && cheapest.cost > budget)
    return `No model with ${level} costs at most ${amount}. The best for that: ${modelAndPrice(best, own)}. The cheapest with ${level}: ${modelAndPrice(cheapest, own)}.`;
  const said = [];
  if (best) {
    const sure = chanceBest(points, budget, best, own);
    const how =
      sure == null ? "" : ` With ${chance(sure)} probability it is really the best of these${andOnFrontier(best)}.`;
    said.push(`The best for up to ${amount}: ${modelAndPrice(best, own)}.${how}`);
  }
  if (cheapest === best) return `${said[0]} It is also the cheapest with ${level}.`;
  if (cheapest) {
    const upward = {...cheapest, elo: upOf(own) * cheapest.elo};
    const sure = chanceToReach(upward, upOf(own) * need);
    const how =
      sure == null ? "" : ` With ${chance(sure)} probability it really reaches that${andOnFrontier(cheapest)}.`;
    said.push(`The cheapest with ${level}: ${modelAndPrice(cheapest, own)}.${how}`);
  }
  return said.join(" ");
}

// Two models side by side: the difference with its interval, votes, prices, and which is really better
export function comparisonOf(one, other, {own = null} = {}) {
  const up = upOf(own);
  const elo = own?.elo ?? true;
  const [worse, better] = up * one.elo <= up * other.elo ? [one, other] : [other, one];
  const apart = difference({elo: up * better.elo, sd: better.sd}, {elo: up * worse.elo, sd: worse.sd});
  const number = v => (elo ? `${Math.round(v)}` : figure(v));
  const interval = apart.low == null ? "" : ` (${number(apart.low)} to ${number(apart.high)} with 95 % confidence)`;
  const far = elo ? pointsApart(apart.apart) : figure(apart.apart);
  const how = apart.apart ? `is ${far} ${up < 0 ? "worse than" : "below"}` : "is level with";
  const votes = elo ? ` It would be preferred in ${Math.round(100 * (1 - apart.winRate))} of 100 votes.` : "";
  const sure =
    apart.better == null
      ? ""
      : ` The probability that ${brief(better.name)} is really better is ${chance(apart.better)}.`;
  const price = shareOf(worse.cost / better.cost, own ? own.cost_word : "price");
  return `${brief(worse.name)} ${how} ${brief(better.name)}${interval}, at ${price}.${votes}${sure}`;
}
