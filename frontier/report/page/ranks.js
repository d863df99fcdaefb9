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

// Ranks by model: [rank, best, worst]; best and worst are null for a model without an interval.
export function ranksOf(scores) {
  const numbers = key =>
    scores
      .map(one => one[key])
      .filter(value => value != null)
      .sort((a, b) => a - b);
  const [values, lows, highs] = ["elo", "low", "high"].map(numbers);
  return new Map(
    scores
      .filter(one => one.elo != null)
      .map(({model, elo, low, high}) => [
        model,
        [
          1 + values.length - countBelow(values, elo, true),
          low == null ? null : 1 + lows.length - countBelow(lows, high, true),
          low == null ? null : highs.length - countBelow(highs, low, false),
        ],
      ]),
  );
}
