// The tables.

import {score} from "./choose.js";
import {$, OWN, page, UP} from "./state.js";
import {linked} from "./tips.js";
import {share} from "./words.js";

// A table that sorts by its heads and is downloaded; a column is [key, word, {number, wide, show, head}], `head` its name in the file, which also has `more`
export function sortable(id, columns, file, key, down = false, more = []) {
  const table = $(id);
  let rows = [];
  let sorting = {key, down};
  let turn = 0;
  const ordered = () =>
    [...rows].sort((a, b) => {
      const [one, other] = [a[sorting.key], b[sorting.key]];
      if (one == null || other == null) return (one == null) - (other == null);
      return (
        (typeof one === "string" ? one.localeCompare(other) : one - other) * (sorting.down ? -1 : 1) ||
        (a.model ?? "").localeCompare(b.model ?? "")
      );
    });
  function lineOf(row) {
    const line = document.createElement("tr");
    if (row.on) line.className = "on";
    columns.forEach(([key, , {number, wide, show} = {}], k) => {
      const cell = document.createElement(k ? "td" : "th");
      if (!k) cell.scope = "row";
      const shown = show ? show(row[key], row) : (row[key] ?? "");
      cell.className = (number ? "n" : wide ? "wide" : k ? "" : "brief") + (shown.length > 80 ? " long" : "");
      cell.append(shown);
      line.append(cell);
    });
    return line;
  }
  function show(next = rows) {
    rows = next;
    const head = document.createElement("tr");
    const all = ordered();
    const now = ++turn;
    for (const [key, word, {number} = {}] of columns) {
      const cell = document.createElement("th");
      const button = document.createElement("button");
      cell.scope = "col";
      cell.className = (number ? "n" : "") + (word.length > 80 ? " long" : "");
      if (sorting.key === key) cell.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
      button.type = "button";
      button.textContent = word + (sorting.key === key ? (sorting.down ? " ▾" : " ▴") : "");
      button.addEventListener("click", () => {
        sorting = {key, down: sorting.key === key ? !sorting.down : Boolean(number)};
        show();
        [...table.querySelectorAll("th button")][columns.findIndex(c => c[0] === key)].focus();
      });
      cell.append(button);
      head.append(cell);
    }
    table.tHead.replaceChildren(head);
    table.tBodies[0].replaceChildren(...all.slice(0, 40).map(lineOf));
    // rows that cannot be seen yet come after the next frame
    if (all.length > 40)
      requestAnimationFrame(() =>
        setTimeout(() => {
          if (now === turn) table.tBodies[0].append(...all.slice(40).map(lineOf));
        }),
      );
  }
  function csv() {
    const guard = text => (/^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text);
    const quote = value => {
      const text = guard(String(value ?? ""));
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const keys = [...columns.map(c => c[0]), ...more];
    const heads = [...columns.map(([key, , {head} = {}]) => head ?? key), ...more];
    return (
      [heads.map(quote).join(","), ...ordered().map(row => keys.map(key => quote(row[key])).join(","))].join("\n") +
      "\n"
    );
  }
  $(`${id}-csv`).addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], {type: "text/csv"}));
    link.download = `frontier-${file()}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  return {show, csv};
}
export const N = {number: true};
export const fixed = digits => ({number: true, show: value => (value == null ? "" : value.toFixed(digits))});
export const opened = {show: value => (value ? linked(value) : "")};
export function grounds(why, row) {
  const at = document.createElement("details");
  const head = document.createElement("summary");
  head.textContent = "why";
  at.append(head);
  for (const text of [why, `Rule: ${row.rule}.`, `By: ${row.call}`]) {
    const line = document.createElement("p");
    line.textContent = text;
    at.append(line);
  }
  return at;
}
export const atMost = {show: (day, row) => (row.bound ? "≤ " : "") + (day ?? "")};
export const numeric = (show, head) => ({number: true, show, head});
export const ownColumns = () => [
  ["name", OWN.name, {head: OWN.name}],
  ["elo", OWN.quality, numeric(score, OWN.quality)],
  ...(OWN.interval
    ? [
        ["low", "from", numeric(score, OWN.interval[0])],
        ["high", "to", numeric(score, OWN.interval[1])],
      ]
    : []),
  ["cost", OWN.cost, numeric(v => Number(v.toPrecision(OWN.cost_digits)), OWN.cost)],
  ["frontier", "Frontier", {head: "Frontier"}],
  ...(OWN.interval ? [["probability", "Probability", numeric(share, "Probability")]] : []),
  ...OWN.columns.map(({name, number: is}, k) => [`+${k}`, name, is ? numeric(v => v ?? "", name) : {head: name}]),
];
export const modelTable = OWN
  ? sortable("table", ownColumns(), () => OWN.file || "table", "elo", UP > 0)
  : sortable(
      "table",
      [
        ["name", "Model"],
        ["elo", "Score", N],
        ["low", "from", N],
        ["high", "to", N],
        ["cost", "Price $", {number: true, show: v => Number(v.toPrecision(4))}],
        ["frontier", "Frontier"],
        ["probability", "Probability", {number: true, show: share}],
        ["input", "Input $", N],
        ["output", "Output $", N],
        ["maker", "Maker"],
        ["country", "Country"],
        ["license", "License"],
        ["released", "Released", atMost],
        ["votes", "Votes", N],
        ["price_date", "Price since"],
        ["source", "Source of the price", opened],
      ],
      () => [page.shown.snapshot.date, page.state.task].filter(Boolean).join("-"),
      "elo",
      true,
      ["model", "tier", "bound", "unit"],
    );
export const gapTable = sortable(
  "gap",
  [
    ["date", "Snapshot"],
    ["board", "Board"],
    ["coverage", "Coverage"],
    ["gap", "Points", fixed(1)],
    ["gap_low", "from", fixed(1)],
    ["gap_high", "to", fixed(1)],
    ["win_rate", "Wins", {number: true, show: v => (v == null ? "" : `${(100 * v).toFixed(1)} %`)}],
    ["best_proprietary", "Best proprietary"],
    ["best_open", "Best open weights"],
    ["price_ratio", "Price at equal score that day, times", fixed(2)],
    [
      "lag_backward_months",
      "Months behind (backward)",
      {number: true, show: (v, row) => (v == null ? "" : (row.lag_at_least ? "≥ " : "") + v.toFixed(1))},
    ],
  ],
  () => "gap",
  "date",
  false,
  ["lag_at_least"],
);
export const priceTable = sortable(
  "price",
  [
    ["name", "Model"],
    ["date", "From"],
    ["price", "Output $", N],
    ["score", "Points above", fixed(1)],
    ["price_basis", "Whose price"],
    ["price_source", "Source", opened],
  ],
  () => `price-of-${page.state.quality}`,
  "date",
  false,
  ["model"],
);
export const claimTable = sortable(
  "claims",
  [
    ["statement", "Statement", {wide: true}],
    ["verdict", "Verdict"],
    ["published", "Published", {wide: true}],
    ["measured", "Measured", {wide: true}],
    ["why", "Grounds", {wide: true, show: grounds}],
    ["who", "Who"],
    ["said", "When"],
    ["tested_on", "Tested on"],
    ["source", "Source", opened],
  ],
  () => "claims",
  "",
  false,
  ["rule", "call"],
);
