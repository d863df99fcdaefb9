// A table as CSV, with the names of the library's columns. A formula in a cell is only text.

const PRICE_NAMES = {blend: "blended_usd_per_mtok", request: "usd_per_request"};

// A spreadsheet runs what begins with one of these signs; an apostrophe makes it text. Numbers stay numbers.
function cellText(value) {
  if (value == null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// The text of rows; a column is its name and the value that it takes from a row.
export function csvText(columns, rows) {
  const lines = [columns.map(([name]) => name), ...rows.map(row => columns.map(([, value]) => value(row)))];
  return lines.map(line => `${line.map(cellText).join(",")}\n`).join("");
}

// The columns of the models in a state: the library reads them back and finds the same frontier. What it computes itself
// has other names here, as it takes no column with the name of one of its results; so have the day and the source of a
// price, since a table that says where all its values come from must have every column of the shipped one.
export function modelColumns({kind, day, board, unit, whose, license}) {
  const computed = PRICE_NAMES[kind];
  return [
    ["model", p => p.model],
    ["name", p => p.name],
    ["organization", p => p.maker],
    ["country", p => p.country],
    ["license", p => p.license],
    ["openness", p => p.tier],
    ["released", p => p.released],
    ["released_by", p => p.bound],
    ["retired", p => p.retired],
    ["elo", p => p.elo],
    ["elo_lower", p => p.low],
    ["elo_upper", p => p.high],
    ["votes", p => p.votes],
    ["input_usd_per_mtok", p => p.input],
    ["cached_input_usd_per_mtok", p => p.cached],
    ["output_usd_per_mtok", p => p.output],
    ...(computed ? [[computed, p => p.cost]] : []),
    ["price_since", p => p.price_date],
    ["price_last_day", p => p.until],
    ["host", p => p.host],
    ["source", p => p.source],
    ["frontier", p => p.on],
    ["frontier_probability", p => p.probability],
    ["board_rank_best", p => p.bestRank],
    ["board_rank_worst", p => p.worstRank],
    ["elo_date", () => day],
    ["board", () => board],
    ["price_unit", () => unit],
    ["whose_price", () => whose],
    ["data_license", () => license],
  ];
}
