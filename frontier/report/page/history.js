// The gap and the price of a quality, through time.

import {CLASSES, ends, frame, look, ticks} from "./chart.js";
import {dollars} from "./choose.js";
import {$, DATA, go, page} from "./state.js";
import {showTip} from "./tips.js";
import {dayInWords} from "./words.js";

const ANCHORS = ["top-left", "left", "top", "bottom-right", "right", "bottom", "top-right", "bottom-left"];
// Names beside the points of a mark, as many as there is room for, the first ones first
const named = (mark, lines, text, label, anchor = ANCHORS) => ({
  type: "text",
  from: {data: mark},
  aria: false,
  transform: [{type: "label", size: {signal: "[width, height]"}, avoidMarks: [mark, ...lines], offset: [4], anchor}],
  encode: {enter: label, update: {text: {signal: text}}},
});
const across = (axis, tickCount = 8) => ({
  orient: "bottom",
  scale: "x",
  ...axis,
  format: "%b %Y",
  tickCount,
  title: null,
  labelFlush: true,
  labelBound: true,
  labelOverlap: "parity",
});
const lower = width => Math.max(300, Math.min(420, width * 0.6));

export function gapThroughTime(width) {
  const {color, axis, label, ink} = look();
  const at = {scale: "x", field: "t"};
  const rows = DATA.gap.rows.filter(row => row.gap != null);
  const values = rows.map((row, k) => ({
    ...row,
    t: Date.parse(row.date),
    low: row.gap_low ?? row.gap,
    high: row.gap_high ?? row.gap,
    first: row.best_open !== rows[k - 1]?.best_open,
    lines: gapLines(row),
    text: gapLines(row).join(", "),
  }));
  const whole = values
    .filter(row => row.coverage !== "partial")
    .flatMap(
      (
        row,
        k,
        all, // a gap in the line where a board begins
      ) => [...(k && row.board !== all[k - 1].board ? [{...row, joined: false}] : []), {...row, joined: true}],
    );
  const boards = values.filter((row, k) => row.board !== values[k - 1]?.board).map(row => ({...row, place: row.board}));
  return {
    ...frame(
      width,
      lower(width),
      "The best proprietary score minus the best open-weights one, by snapshot, each board by itself.",
    ),
    signals: [{name: "chosen", value: null}],
    data: [
      {name: "gap", values},
      {name: "whole", values: whole},
      {name: "boards", values: boards},
    ],
    scales: [
      {name: "x", type: "utc", domain: {data: "gap", field: "t"}, range: "width", padding: 15},
      {
        name: "y",
        type: "linear",
        zero: true,
        nice: true,
        domain: {data: "gap", fields: ["low", "high"]},
        range: "height",
      },
    ],
    axes: [across(axis), {orient: "left", scale: "y", title: "Points behind", tickCount: 6, ...axis}],
    marks: [
      {
        type: "area",
        from: {data: "whole"},
        aria: false,
        encode: {
          update: {
            x: at,
            y: {scale: "y", field: "low"},
            y2: {scale: "y", field: "high"},
            defined: {field: "joined"},
            fill: {value: color("band")},
            opacity: {value: 0.8},
          },
        },
      },
      {
        type: "line",
        name: "path",
        from: {data: "whole"},
        aria: false,
        encode: {
          update: {
            x: at,
            y: {scale: "y", field: "gap"},
            defined: {field: "joined"},
            stroke: ink,
            strokeWidth: {value: 1.6},
          },
        },
      },
      {
        type: "rule",
        from: {data: "boards"},
        aria: false,
        encode: {
          update: {
            x: at,
            y: {value: 0},
            y2: {signal: "height"},
            stroke: {value: color("muted")},
            strokeDash: {value: [2, 3]},
          },
        },
      },
      {
        type: "rule",
        name: "day",
        aria: false,
        encode: {
          update: {
            x: {scale: "x", signal: "chosen"},
            y: {value: 0},
            y2: {signal: "height"},
            stroke: {value: color("Open")},
            strokeWidth: {value: 3},
            opacity: {signal: "chosen == null ? 0 : 1"},
          },
        },
      },
      {
        type: "symbol",
        name: "dots",
        from: {data: "gap"},
        encode: {
          update: {
            x: at,
            y: {scale: "y", field: "gap"},
            size: {value: 45},
            stroke: ink,
            fill: {signal: `datum.coverage === 'partial' ? '${color("paper")}' : '${color("ink")}'`},
            cursor: {value: "pointer"},
            tooltip: {signal: "datum"},
            description: {signal: "datum.text"},
          },
        },
      },
      {
        type: "text",
        from: {data: "boards"},
        aria: false,
        encode: {
          update: {
            x: at,
            y: {signal: "height - 6"},
            dx: {value: 4},
            text: {field: "place"},
            fill: {value: color("muted")},
            fontSize: {value: 11},
          },
        },
      },
      named("dots", ["path"], "datum.datum.first ? datum.datum.best_open : ''", label),
    ],
  };
}
export const gapLines = row => [
  `${dayInWords(row.date)}, board “${row.board}”${row.coverage === "partial" ? " (partial)" : ""}`,
  `${row.gap.toFixed(1)} points` +
    (row.gap_low == null ? ", no interval" : ` (${row.gap_low.toFixed(1)} to ${row.gap_high.toFixed(1)})`),
  `the best proprietary model wins ${(100 * row.win_rate).toFixed(1)}\u00a0% of votes`,
  `${row.best_proprietary} against ${row.best_open}`,
];

export function priceOfQuality(width) {
  const {color, axis, label, ink} = look();
  const chosen = quality();
  const paint = {scale: "class", field: "class"};
  const fit = chosen.line.length ? ["fit"] : [];
  const y = {scale: "y", field: "price"};
  const at = {scale: "x", field: "t"};
  const values = chosen.rows.map(row => ({
    ...row,
    class: row.open ? "open weights" : "proprietary",
    t: Date.parse(row.date),
    shown: `${row.name} ${dollars(row.price)}`,
    lines: priceLines(row),
    text: priceLines(row).join(", "),
  }));
  const day = Date.parse(DATA.snapshots.at(-1).date);
  const {today} = chosen;
  const now = today ? [{t: day, price: today.price, shown: `today: ${today.name} ${dollars(today.price)}`}] : [];
  const marked = [...now, values[0], values.at(-1), ...values.slice(1, -1)].filter(
    (row, k, all) => row && all.indexOf(row) === k,
  );
  const last = {...values.at(-1), t: day};
  const line = chosen.line.map(([day, price]) => ({t: Date.parse(day), price}));
  return {
    ...frame(width, lower(width), "The lowest price so far of a quality, by day, on a log scale."),
    data: [
      {name: "records", values: marked},
      {name: "steps", values: values.length && last.t > values.at(-1).t ? [...values, last] : values},
      {name: "line", values: line},
    ],
    scales: [
      {name: "x", type: "utc", domain: {data: "steps", field: "t"}, range: "width", padding: 15},
      {
        name: "y",
        type: "log",
        domain: ends(
          [...values, ...line, ...now].map(row => row.price),
          v => [v / 2, v * 2],
        ),
        range: "height",
        padding: 34,
      },
      ...CLASSES,
    ],
    axes: [
      across(axis),
      {
        orient: "left",
        scale: "y",
        title: "USD per million output tokens",
        format: "$,~r",
        values: ticks([...values, ...now].map(row => row.price)),
        ...axis,
      },
    ],
    marks: [
      {
        type: "line",
        name: "lows",
        from: {data: "steps"},
        aria: false,
        encode: {update: {x: at, y, interpolate: {value: "step-after"}, stroke: ink, strokeWidth: {value: 1.6}}},
      },
      ...fit.map(name => ({
        type: "line",
        name,
        from: {data: "line"},
        aria: false,
        encode: {
          update: {x: at, y, stroke: {value: color("muted")}, strokeDash: {value: [6, 4]}, strokeWidth: {value: 1.6}},
        },
      })),
      {
        type: "symbol",
        name: "dots",
        from: {data: "records"},
        encode: {
          update: {
            x: at,
            y,
            size: {value: 70},
            fill: [{test: "datum.class", ...paint}, {value: color("paper")}],
            shape: [{test: "datum.class", scale: "shape", field: "class"}, {value: "diamond"}],
            stroke: ink,
            tooltip: {signal: "datum"},
            description: {signal: "datum.text"},
          },
        },
      },
      named("dots", ["lows", ...fit], "datum.datum.shown", label, ["top-right", "bottom-left", "right", ...ANCHORS]),
    ],
  };
}
export const quality = () => DATA.qualities.find(one => one.model === page.state.quality);
export const priceLines = row => [
  row.name,
  `${dollars(row.price)} from ${dayInWords(row.date)}, ${row.price_basis}`,
  `${row.score.toFixed(1)} points above ${quality().name} on the snapshot that judges it`,
  row.price_source,
];

// Mark the chosen day in the chart of the gap
export function markDay() {
  const {date} = page.shown.snapshot;
  const gap = page.charts["gap-chart"];
  $("gap-chosen").textContent = date ? dayInWords(date) : "";
  if (gap && gap.signal("chosen") !== Date.parse(date)) gap.signal("chosen", Date.parse(date)).run();
}

// A day that is chosen in the chart of the gap is shown above
export function startHistory() {
  $("gap-chosen").addEventListener("click", () => {
    $("title").scrollIntoView();
    $("chart").focus({preventScroll: true});
  });
  for (const id of ["gap-chart", "price-chart"]) $(id).addEventListener("mouseleave", () => showTip(null, null));
  addEventListener("scroll", () => showTip(null, null), {passive: true});
}
export function chooseDay({date, board}) {
  const day = DATA.snapshots.findIndex(shot => shot.date === date && shot.board === board);
  if (day >= 0) go({task: "", runs: "", day});
}
