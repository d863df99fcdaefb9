// What the tables of the page hold: the frontier, all models, the gap, the prices of a quality, the claims.

import {amount, dollars, score, unit} from "./choose.js";
import {modelColumns} from "./csv.js";
import {ranksOf} from "./ranks.js";
import {$, C, DATA, OWN, page, remember, UP} from "./state.js";
import {made, PHONE, sortable} from "./table.js";
import {linked} from "./tips.js";
import {bound, membersOf} from "./words.js";

const number = (key, word, more) => ({key, word, look: "n", ...more});
const fixed = (value, digits) => (value == null ? "" : value.toFixed(digits));
// A link; what is no address of the web is only text
function anchor(text, address) {
  if (!/^https?:\/\//.test(address ?? "")) return text;
  const at = made("a", "", text);
  at.href = address;
  at.rel = "noreferrer";
  return at;
}
const LINKS = new Map(DATA.sources.map((source, k) => [source, DATA.source_links?.[k]]));
// A source as a link to what a reader can open
function link(source) {
  const address = LINKS.get(source);
  return address ? anchor(source, address) : source ? linked(source) : "";
}
const range = (low, high) => (low == null ? "" : made("span", "range", ` (${low} to ${high})`));
const both = (first, second) => made("span", "", first, second);
const percent = v =>
  v == null ? "" : v > 0.995 ? ">\u00a099\u00a0%" : v < 0.005 ? "<\u00a01\u00a0%" : `${Math.round(100 * v)}\u00a0%`;
export const LICENSE = OWN ? "" : (DATA.about?.license ?? "CC BY 4.0");

// The benchmark whose runs are shown instead of the models of a leaderboard, if one is
const ofRuns = () => page.shown?.snapshot.runs;
const ofModels = () => !ofRuns();

// What a reader must know before taking a model for its price.
const tagsOf = p =>
  [p.retired && `retired ${p.retired}`, p.promotional && "promotional price", p.announced].filter(Boolean);
const nameCell = (name, p) =>
  made("span", "", name, made("span", "under maker", p.maker ?? ""), ...tagsOf(p).map(tag => made("span", "tag", tag)));
const scoreCell = (_, p) => {
  const whole = value => (OWN ? score(value) : ofRuns() ? value.toFixed(1) : Math.round(value));
  return both(made("span", "", whole(p.elo)), range(p.low == null ? null : whole(p.low), whole(p.high ?? 0)));
};
const priceCell = (_, p) => both(dollars(p.cost), p.host ? made("span", "under", ` at ${p.host}`) : "");
const onCell = (on, p) => (on ? "yes" : "no") + (p.probability == null ? "" : `, ${percent(p.probability)}`);
const onOrder = p => (p.probability ?? 0) + (p.on ? 1 : 0);
const rankCell = (_, p) =>
  p.rank == null ? "" : both(String(p.rank), p.bestRank ? range(p.bestRank, p.worstRank) : "");
const dayCell = (day, p) => (day == null ? "" : (p.bound ? "≤ " : "") + day);

const first = [
  {key: "name", word: OWN ? OWN.name : "Model", show: nameCell, by: p => p.name, phone: true},
  ...(OWN ? [] : [{key: "maker", word: "Maker"}]),
  number("elo", () => (OWN ? OWN.quality : `${ofRuns()?.score_name ?? "Score"} (95\u00a0%)`), {
    show: scoreCell,
    phone: true,
  }),
  number("cost", () => (OWN ? OWN.cost : ofRuns() ? "Cost of a task" : "Price"), {show: priceCell, phone: true}),
];
const ownColumns = () =>
  OWN.columns.map(({name, number: is}, k) => ({
    key: `+${k}`,
    word: name,
    look: is ? "n" : "",
    only: k > 3 ? "more" : undefined,
  }));
const arenaColumns = () => [
  number("input", "In\u00a0$", {show: v => (v == null ? "" : amount(v)), of: ofModels}),
  number("output", "Out\u00a0$", {show: v => (v == null ? "" : amount(v)), of: ofModels}),
  {key: "license", word: "License", of: ofModels},
  number("rank", "Rank", {show: rankCell, only: "more", of: ofModels}),
  {key: "effort", word: "Effort", of: ofRuns},
  {key: "country", word: "Country", only: "more", of: ofModels},
  {key: "released", word: "Released", look: "tight", show: dayCell, only: "more"},
  number("votes", "Votes", {show: v => (v == null ? "" : v.toLocaleString("en")), only: "more", of: ofModels}),
  {key: "price_date", word: "Price since", look: "tight", only: "more", of: ofModels},
  {key: "host", word: "Host", only: "more", of: ofModels},
  {key: "source", word: "Source of the price", show: link, look: "source", only: "sources", of: ofModels},
];
const ownCsv = () => [
  [OWN.name, p => p.name],
  [OWN.quality, p => p.elo],
  ...(OWN.interval
    ? [
        [OWN.interval[0], p => p.low],
        [OWN.interval[1], p => p.high],
      ]
    : []),
  [OWN.cost, p => p.cost],
  ["Frontier", p => (p.on ? "yes" : "")],
  ...(OWN.interval ? [["Probability", p => p.probability]] : []),
  ...OWN.columns.map(({name}, k) => [name, p => p[`+${k}`]]),
];
export const fileName = () =>
  OWN
    ? `frontier-${OWN.file || "table"}`
    : ["frontier", page.shown.snapshot.date, page.state.task].filter(Boolean).join("-");
const runColumns = ({text, day, cost_name, source}) => [
  ["benchmark", () => text],
  ["name", p => p.name],
  ["model", p => p.model],
  ["organization", p => p.maker],
  ["effort", p => p.effort],
  ["released", p => p.released],
  ["score", p => p.elo],
  ["score_lower", p => p.low],
  ["score_upper", p => p.high],
  ["usd_per_task", p => p.cost],
  ["frontier", p => p.on],
  ["frontier_probability", p => p.probability],
  ["cost_is", () => cost_name],
  ["date", () => day],
  ["source", () => source],
];
const csvHead = () => {
  const {date, board} = page.shown.snapshot;
  const {cost, whose} = page.state;
  const basis = DATA.whose?.find(one => one.value === (whose ?? ""))?.text ?? DATA.price_basis;
  return {kind: cost, day: date, board, unit: unit(), whose: basis, license: LICENSE};
};

export const frontierTable = sortable(
  "frontier",
  [...first, number("probability", "How sure", {show: percent, phone: true})],
  {plain: true},
);
export const modelTable = sortable(
  "table",
  [
    ...first,
    {key: "on", word: "On frontier", show: onCell, by: onOrder, look: "n", phone: true},
    ...(OWN ? ownColumns() : arenaColumns()),
  ],
  {
    sort: UP > 0 ? "-elo" : "elo",
    few: 20,
    wanted: key => Boolean(page.state[key]),
    sorted: sort => remember({sort}),
    file: fileName,
    csv: () => (OWN ? ownCsv() : ofRuns() ? runColumns(ofRuns()) : modelColumns(csvHead())),
  },
);
const plainCsv = keys => () => [...keys.map(key => [key, row => row[key]]), ["data_license", () => LICENSE]];
export const gapTable = sortable(
  "gap",
  [
    {key: "date", word: "Day", look: "tight", phone: true},
    {
      key: "board",
      word: "Board",
      look: "tight",
      show: (board, row) =>
        both(DATA.boards[board] ?? board, row.coverage === "partial" ? made("span", "under", "partial") : ""),
    },
    number("gap", "Points behind (95\u00a0%)", {
      show: (gap, row) =>
        both(fixed(gap, 0), range(row.gap_low == null ? null : fixed(row.gap_low, 0), fixed(row.gap_high, 0))),
      phone: true,
    }),
    number("win_rate", "Votes for the best proprietary", {show: percent, screen: true}),
    {key: "best_proprietary", word: "Best proprietary"},
    {key: "best_open", word: "Best open weights", phone: true},
    number("price_ratio", "Price at equal score, times", {show: v => fixed(v, 2)}),
    number("lag_backward_months", "Months behind", {
      show: (v, row) => (v == null ? "" : (row.lag_at_least ? "≥ " : "") + v.toFixed(1)),
    }),
  ],
  {
    sort: "-date",
    file: () => "frontier-gap",
    csv: plainCsv([
      "date",
      "board",
      "coverage",
      "gap",
      "gap_low",
      "gap_high",
      "win_rate",
      "best_proprietary",
      "best_open",
      "price_ratio",
      "lag_backward_months",
      "lag_at_least",
    ]),
  },
);
export const priceTable = sortable(
  "price",
  [
    {key: "name", word: "Model", phone: true},
    {key: "date", word: "From", look: "tight", phone: true},
    number("price", "Output $", {phone: true, show: amount}),
    number("score", "Points above", {show: v => fixed(v, 1)}),
    {
      key: "price_basis",
      word: "Whose price",
      show: (basis, row) => row.host ?? (basis === "list" ? "the maker's" : basis),
    },
    {key: "price_source", word: "Source", show: link, look: "source"},
  ],
  {
    sort: "date",
    file: () => `frontier-price-of-${page.state.quality}`,
    csv: plainCsv(["model", "name", "date", "price", "score", "price_basis", "host", "price_source"]),
  },
);

// A statement with who made it and where.
function statementCell(statement, row) {
  const said = anchor(row.said, row.source);
  return made("span", "", bound(statement), made("span", "under", `${row.who}, `, said));
}
function grounds(why, row) {
  const lines = [why, `Rule: ${row.rule}.`].map(text => made("p", "", bound(text)));
  return made("details", "", made("summary", "", "why"), ...lines);
}
const claimColumns = [
  {key: "statement", word: "Statement", look: "wide", show: statementCell, by: row => row.statement, phone: true},
  {key: "verdict", word: "Verdict", show: (verdict, row) => row.verdict_words ?? verdict, phone: true},
  {key: "published", word: "Published", look: "wide", show: text => bound(text ?? "")},
  {key: "measured", word: "Measured", look: "wide", show: text => bound(text ?? "")},
  {key: "why", word: "Grounds", look: "wide", show: grounds, screen: true},
];
const CLAIM_KEYS = [
  "statement",
  "verdict",
  "published",
  "measured",
  "why",
  "who",
  "said",
  "tested_on",
  "source",
  "rule",
];
const ofClaims = {file: () => "frontier-claims", csv: plainCsv(CLAIM_KEYS)};
export const claimTable = sortable("claims", claimColumns, ofClaims);
export const checkTable = sortable("checks", claimColumns, ofClaims);

// The models that are found, with their ranks on the whole leaderboard.
export function showModels() {
  const {snapshot, points} = page.shown;
  const ranks =
    OWN || snapshot.runs
      ? null
      : ranksOf(
          snapshot.rows.map(row => ({
            model: DATA.models.model[row[0]],
            elo: row[C.elo],
            low: row[C.elo_lower],
            high: row[C.elo_upper],
          })),
        );
  const rows = points
    .filter(p => p.found)
    .map(p => {
      const [rank, bestRank, worstRank] = ranks?.get(p.model) ?? [];
      return {...p, rank, bestRank, worstRank};
    });
  $("more").checked = Boolean(page.state.more);
  $("sources-shown").checked = Boolean(page.state.sources);
  $("sources-shown").closest("label").hidden = Boolean(OWN || snapshot.runs);
  modelTable.show(rows, page.state.sort);
  $("table-csv").textContent = `Download ${rows.length} as CSV`;
  $("table-title").textContent =
    `${rows.length < points.length ? "The" : "All"} ${rows.length} ${OWN ? "rows" : snapshot.runs ? "runs" : "models"}`;
}

export const showMembers = () => frontierTable.show(membersOf(page.shown.points, UP));

// The tables and texts that no control changes.
export function startTables() {
  for (const at of document.querySelectorAll(OWN ? ".arena" : ".own")) at.hidden = true;
  for (const at of document.querySelectorAll(".intervals")) at.hidden = Boolean(OWN && !OWN.interval);
  if (PHONE.matches) $("all").open = false;
  for (const [id, key] of [
    ["more", "more"],
    ["sources-shown", "sources"],
  ])
    $(id).addEventListener("change", () => {
      remember({[key]: $(id).checked ? "1" : ""});
      modelTable.show();
    });
  $("more").closest("label").hidden = OWN !== null && OWN.columns.length < 5;
  if (DATA.gap) {
    const cards = DATA.cards ?? [];
    $("cards").replaceChildren(
      ...cards.map(({title, value, note}) =>
        made("div", "card", made("h3", "", title), made("p", "value", bound(value)), made("p", "muted", bound(note))),
      ),
    );
    $("gap-line").textContent = bound(DATA.gap.line ?? (cards.length ? "" : DATA.gap.summary));
    $("gap-summary").textContent = bound(DATA.gap.summary);
    gapTable.show(DATA.gap.rows);
  }
  if (DATA.claims) {
    const isCheck = row => row.method ?? row.tested_on !== "this table";
    const {summary, rows} = DATA.claims;
    const checks = rows.filter(isCheck);
    $("claims-summary").textContent = bound(summary);
    $("claims-count").textContent = `The ${rows.length - checks.length} statements`;
    $("checks-count").textContent = `Check of our method (${checks.length})`;
    claimTable.show(rows.filter(row => !isCheck(row)));
    checkTable.show(checks);
  }
}
