// A draft, until the owner's.
export const answerOf = (points, {budget, need}) => {
  const found = points.filter(p => (budget == null || p.cost <= budget) && (need == null || p.elo >= need));
  return budget == null && need == null ? "" : found.length ? `${found.length} models.` : "Nothing.";
};
export const comparisonOf = (one, other) => `${one.name} and ${other.name}: ${one.elo - other.elo}`;
