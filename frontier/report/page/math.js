// The numbers: the price of a row, the frontier, probabilities and the band.

export const Z = 1.959963984540054;
// Phi(z): Hart's rational approximation, as G. West gives it (Better approximations to cumulative normal functions, 2005)
export function normal(z) {
  const x = Math.abs(z);
  let tail;
  if (x > 38) tail = 0;
  else {
    const e = Math.exp((-x * x) / 2);
    if (x < 7.07106781186547) {
      let n = 0.0352624965998911 * x + 0.700383064443688;
      n = n * x + 6.37396220353165;
      n = n * x + 33.912866078383;
      n = n * x + 112.079291497871;
      n = n * x + 221.213596169931;
      n = n * x + 220.206867912376;
      let d = 0.0883883476483184 * x + 1.75566716318264;
      d = d * x + 16.064177579207;
      d = d * x + 86.7807322029461;
      d = d * x + 296.564248779674;
      d = d * x + 637.333633378831;
      d = d * x + 793.826512519948;
      d = d * x + 440.413735824752;
      tail = (e * n) / d;
    } else tail = e / (2.506628274631 * (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))));
  }
  return z > 0 ? 1 - tail : tail;
}

// The price of a row, or null where find_frontier would exclude the row
export function costOf(input, output, state) {
  const a = Number(state.in);
  const b = Number(state.out);
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
export function onFrontier(points) {
  const order = points
    .map((_, k) => k)
    .sort((i, j) => points[i].cost - points[j].cost || points[j].elo - points[i].elo);
  const on = new Array(points.length).fill(false);
  let best = -Infinity;
  let at = null;
  for (const k of order) {
    const p = points[k];
    if (p.elo > best || (p.elo === best && p.cost === at)) {
      on[k] = true;
      best = p.elo;
      at = p.cost;
    }
  }
  return on;
}

// The probability of each point of being on the frontier: the integral of its density times the probability that all
// points at the same or a lower cost are below it, on one grid of scores. Its step is small beside every width, so the
// sum of such smooth functions is as good as the integral.
export function probabilities(points) {
  const wide = points.filter(p => p.sd > 0);
  const reach = 7;
  if (!wide.length || points.some(p => p.sd == null)) return points.map(() => null);
  const least = Math.min(...wide.map(p => p.sd));
  const from = Math.min(...points.map(p => p.elo - reach * p.sd));
  const to = Math.max(...points.map(p => p.elo + reach * p.sd));
  const n = Math.min(6000, Math.max(400, Math.ceil((to - from) / (least / 3))));
  const step = (to - from) / n;
  const below = new Float64Array(n + 1);
  const out = new Array(points.length).fill(0);
  const order = points.map((_, k) => k).sort((i, j) => points[i].cost - points[j].cost);
  const index = y => Math.max(0, Math.min(n, Math.round((y - from) / step)));
  let sure = -Infinity; // a point that cannot reach this is dominated, and dominates no point that is not
  for (let k = 0; k < order.length; ) {
    let last = k;
    while (last < order.length && points[order[last]].cost === points[order[k]].cost) last++;
    for (const i of order.slice(k, last)) sure = Math.max(sure, points[i].elo - reach * points[i].sd);
    const able = order.slice(k, last).filter(i => points[i].elo + reach * points[i].sd >= sure);
    const start = index(sure - reach * least); // nothing below it is read again
    const own = able.map(i => {
      // all of one price compete with each other too
      const p = points[i];
      const logs = new Float64Array(Math.max(0, index(p.elo + reach * p.sd) - start + 1));
      for (let g = 0; g < logs.length; g++) {
        logs[g] = chanceBelow(from + (start + g) * step, p);
        below[start + g] += logs[g];
      }
      return logs;
    });
    able.forEach((i, a) => {
      const p = points[i];
      let sum = 0;
      if (p.sd === 0) {
        // the anchor of the leaderboard, whose score is exact
        for (let j = 0; j < last; j++) if (order[j] !== i) sum += chanceBelow(p.elo, points[order[j]]);
        out[i] = Math.exp(sum);
        return;
      }
      for (let g = Math.max(0, index(p.elo - reach * p.sd) - start); g < own[a].length; g++) {
        const z = (from + (start + g) * step - p.elo) / p.sd;
        sum += Math.exp((-z * z) / 2 + below[start + g] - own[a][g]);
      }
      out[i] = Math.min(1, (sum * step) / (p.sd * 2.5066282746310002));
    });
    k = last;
  }
  return out;
}

// The logarithm of the chance that a model's score is below a level
export function chanceBelow(level, p) {
  const z = p.sd > 0 ? (level - p.elo) / p.sd : level >= p.elo ? 40 : -40;
  return Math.log(Math.max(1e-300, normal(z)));
}

// At each price the scores that the best point at the same or a lower price exceeds with these probabilities
export function band(points, levels) {
  const reach = 7;
  const curves = [];
  const wide = Math.max(...points.map(p => p.sd));
  const order = [...points].sort((p, q) => p.cost - q.cost);
  let rivals = [];
  let low = -Infinity;
  let last = null;
  for (let k = 0; k < order.length; ) {
    const {cost} = order[k];
    const come = [];
    for (; k < order.length && order[k].cost === cost; k++)
      if (order[k].elo + reach * order[k].sd >= low) come.push(order[k]);
    if (!come.length) {
      curves.push({...last, cost});
      continue;
    } // points that cannot be the best change nothing
    rivals = [...rivals.filter(p => p.elo + reach * p.sd >= low), ...come];
    const from = Math.max(low, Math.max(...rivals.map(p => p.elo - reach * p.sd)) - wide);
    const to = Math.max(...rivals.map(p => p.elo + reach * p.sd)) + wide;
    const at = {cost};
    for (const level of levels) {
      let a = Math.max(from, last?.[level] ?? -Infinity);
      let b = to; // the best of more points is at least as good
      for (let n = 0; n < 32; n++) {
        // to a billionth of the range, in any unit
        const y = (a + b) / 2;
        let all = 0;
        for (const p of rivals) all += chanceBelow(y, p);
        if (1 - Math.exp(all) > level) a = y;
        else b = y;
      }
      at[level] = (a + b) / 2;
    }
    last = at;
    curves.push(at);
    low = Math.max(from, Math.min(...levels.map(level => at[level])) - wide * 1e-6);
  }
  return curves;
}

// How far one score is above another: the difference with its 95 % interval, the share of votes, and the probability that
// the first is really better. Errors are independent, as everywhere on the page.
export function difference(one, other) {
  const apart = one.elo - other.elo;
  const sd = one.sd == null || other.sd == null ? null : Math.hypot(one.sd, other.sd);
  return {
    apart,
    low: sd == null ? null : apart - Z * sd,
    high: sd == null ? null : apart + Z * sd,
    winRate: 1 / (1 + 10 ** (-apart / 400)),
    better: sd == null ? null : sd > 0 ? normal(apart / sd) : (1 + Math.sign(apart)) / 2,
  };
}

// The probability that the true score of a point reaches a level
export const chanceToReach = (p, level) =>
  p.sd == null ? null : p.sd > 0 ? normal((p.elo - level) / p.sd) : Number(p.elo >= level);
