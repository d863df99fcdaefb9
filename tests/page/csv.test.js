import assert from "node:assert/strict";
import {test} from "node:test";
import {csvText, modelColumns} from "../../frontier/report/page/csv.js";
import {framedSvg, wrapped} from "../../frontier/report/page/picture.js";
import {ranksOf} from "../../frontier/report/page/ranks.js";

const row = value =>
  csvText([["a", one => one]], [value])
    .split("\n")
    .slice(1)
    .join("\n");

test("a cell is quoted where a comma, a quote or a line break would end it", () => {
  assert.equal(row("a,b"), '"a,b"\n');
  assert.equal(row('a"b'), '"a""b"\n');
  assert.equal(row("a\nb"), '"a\nb"\n');
  assert.equal(row(null), "\n");
  assert.equal(row(true), "True\n");
});

test("a formula is text, and a number stays one", () => {
  for (const text of ["=1+1", "+1", "-x", "@a", "\tx"]) assert.equal(row(text)[0], "'", text);
  for (const text of ["-1", "-1.5", "1e5"]) assert.equal(row(text), `${text}\n`);
  assert.equal(row(-0.1), "-0.1\n");
  assert.equal(csvText([["=a", () => 1]], []), "'=a\n");
});

test("a price that was computed has the library's name", () => {
  const names = kind => modelColumns({kind}).map(([name]) => name);
  assert.ok(names("blend").includes("blended_usd_per_mtok"));
  assert.ok(names("request").includes("usd_per_request"));
  assert.deepEqual(names("output"), names("input"));
});

test("ranks are those of the Arena's rule", () => {
  const scores = [
    {model: 0, elo: 1306, low: 1300, high: 1312},
    {model: 1, elo: 1295, low: 1290, high: 1299},
    {model: 2, elo: 1320, low: 1310, high: 1330},
    {model: 3, elo: 1285, low: null, high: null},
    {model: 4, elo: null, low: null, high: null},
  ];
  assert.deepEqual(
    [...ranksOf(scores)],
    [
      [0, [2, 1, 2]],
      [1, [3, 3, 4]],
      [2, [1, 1, 2]],
      [3, [4, 3, 4]],
    ],
  );
});

test("without intervals there is only one rank", () => {
  assert.deepEqual([...ranksOf([{model: 0, elo: 3, low: null, high: null}])], [[0, [1, null, null]]]);
});

test("words are wrapped, and a long one stands alone", () => {
  assert.deepEqual(
    wrapped("aa bb cccccc d", 5, text => text.length),
    ["aa bb", "cccccc", "d"],
  );
});

test("a picture holds its title and source as text, and no variable of the page", () => {
  const made = framedSvg('<svg width="9"><path fill="var(--ink)"/></svg>', {
    width: 600,
    height: 300,
    title: "A < B",
    notes: ["CC BY 4.0"],
    palette: {ink: "#111", muted: "#555", paper: "#fff"},
    measure: text => 8 * text.length,
  });
  assert.match(made.text, /<title>A &#60; B<\/title>/);
  assert.match(made.text, />CC BY 4.0<\/text>/);
  assert.doesNotMatch(made.text, /var\(/);
  assert.ok(made.height > 300);
});
