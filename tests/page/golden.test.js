// The scripts of the page against the library: golden.json has its answers, which golden.py writes.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {band, costOf, difference, onFrontier, probabilities, Z} from "../../frontier/report/page/math.js";
import {answerOf, bestWithin, chanceBest, cheapestWith, comparisonOf} from "../../frontier/report/page/pick.js";
import {searcher} from "../../frontier/report/page/search.js";
import {
  chance,
  dayInWords,
  figure,
  headline,
  howMany,
  membersOf,
  money,
  pointsApart,
  shareOf,
  times,
} from "../../frontier/report/page/words.js";

const GOLDEN = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf8"));
const near = (one, other, far, why) =>
  assert.ok(one === other || Math.abs(one - other) <= far, `${why}: ${one}, not ${other}`);

// The points of a snapshot as answer() makes them, at some price
function pointsOf(shot, state = {cost: "output", in: "", out: ""}) {
  const width = row => (row[4] == null ? null : (row[5] - row[4]) / (2 * Z));
  const widest = Math.max(0, ...shot.rows.map(width));
  const points = shot.rows
    .map(row => ({
      number: row[0],
      name: GOLDEN.models[row[0]][1],
      cost: costOf(row[1], row[2], state),
      elo: row[3],
      low: row[4],
      high: row[5],
      sd: widest > 0 ? (width(row) ?? widest) : null,
    }))
    .filter(p => p.cost != null);
  const on = onFrontier(points);
  const probability = probabilities(points);
  points.forEach((p, k) => {
    p.on = on[k];
    p.probability = probability[k];
  });
  return points;
}
const SHOTS = GOLDEN.snapshots.map(shot => ({shot, points: pointsOf(shot)}));

test("the frontier, its probabilities and its band are the library's", () => {
  for (const {shot, points} of SHOTS) {
    assert.deepEqual(
      membersOf(points, 1).map(p => p.number),
      shot.members,
      shot.day,
    );
    if (!shot.probability) continue;
    for (const [k, p] of points.entries()) near(p.probability, shot.probability[k], 2e-6, `${shot.day} ${p.name}`);
    const levels = [0.05, 0.5, 0.95];
    const curves = band(points, levels);
    for (const [k, level] of levels.entries())
      for (const [n, at] of curves.entries()) near(at[level], shot.band[k][n], 1e-4, `${shot.day} ${level}`);
  }
});

test("every kind of price gives the library's frontier", () => {
  const states = {
    input: {cost: "input", in: "", out: ""},
    blend: {cost: "blend", in: "3", out: "1"},
    request: {cost: "request", in: "2000", out: "100"},
  };
  const asked = SHOTS.filter(({shot}) => shot.kinds);
  assert.ok(asked.length >= 5);
  for (const {shot} of asked)
    for (const [kind, state] of Object.entries(states)) {
      const points = pointsOf(shot, state);
      assert.equal(points.length, Object.keys(shot.kinds[kind].costs).length);
      for (const p of points) near(p.cost / shot.kinds[kind].costs[p.number], 1, 1e-8, `${shot.day} ${p.name}`);
      assert.deepEqual(
        points
          .filter(p => p.on)
          .map(p => p.number)
          .sort((a, b) => a - b),
        shot.kinds[kind].members,
      );
    }
});

test("equal points are on the frontier together, and a price that is none is no price", () => {
  const at = (cost, elo) => ({cost, elo});
  assert.deepEqual(onFrontier([at(1, 5), at(1, 5), at(1, 4), at(2, 5), at(2, 6)]), [true, true, false, false, true]);
  for (const amounts of [
    {in: "-1", out: "3"},
    {in: "0", out: "0"},
    {in: "x", out: "1"},
  ])
    assert.equal(costOf(1, 2, {cost: "blend", ...amounts}), null);
  assert.equal(costOf(null, 2, {cost: "blend", in: "3", out: "1"}), null);
  assert.equal(costOf(1, 0, {cost: "output", in: "", out: ""}), null);
});

test("the headline and the count of prices are the library's on every snapshot", () => {
  for (const {shot, points} of SHOTS) {
    assert.equal(headline(points, null), shot.title, shot.day);
    const shown = {points, noPrice: shot.rows.length - points.length, retired: shot.retired};
    assert.equal(howMany(shown), shot.how_many);
  }
});

test("the headline of runs is the library's on every benchmark", () => {
  assert.ok(GOLDEN.benchmarks.length > 3);
  for (const {unit, title, rows} of GOLDEN.benchmarks) {
    const points = rows.map(([name, cost, elo, low, high]) => ({name, cost, elo, low, high}));
    for (const [k, on] of onFrontier(points).entries()) points[k].on = on;
    const own = {elo: false, cost_word: "cost", row: "run", percentage: unit.startsWith("%")};
    assert.equal(headline(points, own), title);
  }
});

test("numbers are written as the library writes them", () => {
  for (const [words, how] of Object.entries({money, figure, times, points: pointsApart, chance}))
    for (const [value, text] of GOLDEN.words[words]) assert.equal(how(value), text, `${words} ${value}`);
  for (const [value, text] of GOLDEN.words.share_of) assert.equal(shareOf(value, "price"), text);
  for (const [day, short, long] of GOLDEN.words.day)
    assert.deepEqual([dayInWords(day), dayInWords(day, true)], [short, long]);
});

test("the best for a budget and the cheapest with a score are the library's", () => {
  for (const {shot, points} of SHOTS) {
    for (const [budget, model, probability] of shot.best) {
      const best = bestWithin(points, budget);
      assert.equal(best.number, model, `${shot.day} ${budget}`);
      const sure = chanceBest(points, budget, best);
      if (probability == null) assert.equal(sure, null);
      else near(sure, probability, 2e-6, `${shot.day} ${best.name}`);
    }
    for (const [need, model] of shot.cheapest) assert.equal(cheapestWith(points, need).number, model, shot.day);
  }
});

test("the difference of two models is the library's", () => {
  for (const {shot, points} of SHOTS)
    for (const [one, other, ...want] of shot.pairs ?? []) {
      const [a, b] = [one, other].map(number => points.find(p => p.number === number));
      const {apart, low, high, winRate, better} = difference(a, b);
      for (const [k, value] of [apart, low, high, winRate, better].entries())
        near(value, want[k], k < 3 ? 1e-3 : 1e-6, `${shot.day} ${a.name} ${b.name} ${k}`);
    }
});

// Three models with round numbers, of which one price ends
const A = {name: "A", cost: 1, elo: 1400, sd: 5, on: true, probability: 1};
const B = {
  name: "B",
  cost: 3.75,
  elo: 1450,
  sd: 5,
  on: true,
  probability: 0.9996,
  until: "2026-12-31",
  promotional: true,
};
const D = {name: "D", cost: 10, elo: 1455, sd: 5, on: true, probability: 0.76, host: "Together AI"};
const MENU = [D, A, B];

test("a budget is answered with price, probability and the end of the price", () => {
  assert.equal(
    answerOf(MENU, {budget: 4, need: null}, {unit: "per million output tokens"}),
    "The best for up to $4 per million output tokens: B, score 1450 at $3.75 until 31 December 2026 (a promotion). " +
      "With above 99.9 % probability it is really the best of these, with above 99.9 % it is on the frontier.",
  );
  assert.equal(
    answerOf(MENU, {budget: 0.5, need: null}),
    "No model costs at most $0.50. The cheapest: A, score 1400 at $1.",
  );
  assert.equal(answerOf(MENU, {budget: 0, need: null}), "Give a price above 0.");
  assert.equal(answerOf(MENU, {budget: null, need: null}), "");
  assert.equal(answerOf([], {budget: 1, need: null}), "No model is left; widen the filters.");
});

test("a score is answered with the cheapest model, and how sure it is", () => {
  assert.equal(
    answerOf(MENU, {budget: null, need: 1452}),
    "The cheapest with a score of at least 1452: D, score 1455 at $10 from Together AI. " +
      "With 72.6 % probability it really reaches that, with 76.0 % it is on the frontier.",
  );
  assert.equal(
    answerOf(MENU, {budget: null, need: 1500}),
    "No model has a score of at least 1500. The best: D, score 1455 at $10 from Together AI.",
  );
});

test("a budget and a score are answered together", () => {
  const both = answerOf(MENU, {budget: 4, need: 1390});
  assert.match(
    both,
    /^The best for up to \$4: B, .* The cheapest with a score of at least 1390: A, score 1400 at \$1\./,
  );
  assert.match(answerOf(MENU, {budget: 4, need: 1440}), /It is also the cheapest with a score of at least 1440\.$/);
  assert.equal(
    answerOf(MENU, {budget: 4, need: 1452}),
    "No model with a score of at least 1452 costs at most $4. " +
      "The best for that: B, score 1450 at $3.75 until 31 December 2026 (a promotion). " +
      "The cheapest with a score of at least 1452: D, score 1455 at $10 from Together AI.",
  );
});

test("two models are compared in either order", () => {
  const want =
    "B is 5 points below D (-9 to 19 with 95 % confidence), at 38 % of its price. " +
    "It would be preferred in 49 of 100 votes. The probability that D is really better is 76.0 %.";
  assert.equal(comparisonOf(B, D), want);
  assert.equal(comparisonOf(D, B), want);
  const bare = {name: "x", cost: 2, elo: 1400, sd: null};
  assert.equal(
    comparisonOf(bare, {...bare, name: "y", cost: 1}),
    "x is level with y, at 2 times the price. It would be preferred in 50 of 100 votes.",
  );
});

test("a table of any kind is answered in its own words", () => {
  const own = {
    quality: "error",
    cost_word: "cost",
    currency: "€",
    quality_decimals: 2,
    lower_is_better: true,
    elo: false,
  };
  const one = {name: "p", cost: 1, elo: 0.25, sd: 0.01, on: true, probability: 1};
  const other = {name: "q", cost: 3, elo: 0.2, sd: 0.01, on: true, probability: 1};
  assert.equal(bestWithin([one, other], 5, own).name, "q");
  assert.match(
    answerOf([one, other], {budget: null, need: 0.22}, {own}),
    /^The cheapest with error of at most 0.22: q, error 0.20 at €3\./,
  );
  assert.match(
    comparisonOf(one, other, {own}),
    /^p is 0.05 worse than q \(0.0223 to 0.0777 .*\), at 33 % of its cost\. The/,
  );
});

test("the search ignores blanks, case and punctuation, and takes several names", () => {
  const models = [
    ["gpt-4o-2024-05-13", "GPT-4o (2024-05-13)", "OpenAI"],
    ["deepseek-r1", "DeepSeek R1", "DeepSeek"],
    ["kimi-k3-max", "Kimi K3 (max)", "Moonshot AI"],
    ["mistral-large-4", "Mistral Large 4", null],
  ];
  const found = query => models.filter(searcher(query)).map(([model]) => model);
  assert.deepEqual(found("gpt 4o"), ["gpt-4o-2024-05-13"]);
  assert.deepEqual(found("GPT4O"), ["gpt-4o-2024-05-13"]);
  assert.deepEqual(found("deepseek, kimi"), ["deepseek-r1", "kimi-k3-max"]);
  assert.deepEqual(found("openai 4o"), ["gpt-4o-2024-05-13"]);
  assert.deepEqual(found("large mistral"), ["mistral-large-4"]);
  assert.deepEqual(found("k3(max)"), ["kimi-k3-max"]);
  assert.deepEqual(found("claude"), []);
  assert.deepEqual(found("claude,"), []);
  for (const nothing of ["", "  ", ",", "-"]) assert.equal(found(nothing).length, models.length);
});
