// The rank of each model of a leaderboard, and the ranks that the intervals allow by the Arena's rule.

// How many of the sorted numbers are less than a level, or at most the level.
function countBelow(sorted, level, orEqual) {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] < level || (orEqual && sorted[middle] === level)) from = middle + 1;
    else to = middle;
  }
  return from;
}

// Ranks by model: [rank, best, worst]. Like the library, a model without an interval is given the widest one; where no
// model has one, best and worst are null.
export function ranksOf(scores) {
  const known = scores.filter(one => one.elo != null);
  const half = Math.max(0, ...known.map(one => (one.low == null ? 0 : (one.high - one.low) / 2)));
  const low = one => one.low ?? one.elo - half;
  const high = one => one.high ?? one.elo + half;
  const sorted = numberOf => known.map(numberOf).sort((a, b) => a - b);
  const [values, lows, highs] = [one => one.elo, low, high].map(sorted);
  return new Map(
    known.map(one => [
      one.model,
      [
        1 + values.length - countBelow(values, one.elo, true),
        half ? 1 + lows.length - countBelow(lows, high(one), true) : null,
        half ? highs.length - countBelow(highs, low(one), false) : null,
      ],
    ]),
  );
}
