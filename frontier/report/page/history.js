// The gap and the price of a quality, through time.

import {ANCHORS, across, CLASSES, ends, frame, look, named, ticks} from "./chart.js";
import {dollars} from "./choose.js";
import {DATA, page} from "./state.js";

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
  const boards = values.filter((row, k) => row.board !== values[k - 1]?.board);
  return {
    ...frame(
      width,
      420,
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
    axes: [
      across(axis),
      {orient: "left", scale: "y", title: "Points behind", description: "points behind", tickCount: 6, ...axis},
    ],
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
        name: "day",
        aria: false,
        encode: {
          update: {
            x: {scale: "x", signal: "chosen"},
            y: {value: 0},
            y2: {signal: "height"},
            stroke: {value: color("Open")},
            strokeWidth: {value: 1.5},
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
            text: {field: "board"},
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
  `${row.date}, board “${row.board}”${row.coverage === "partial" ? " (partial)" : ""}`,
  `${row.gap.toFixed(1)} points` +
    (row.gap_low == null ? ", no interval" : ` (${row.gap_low.toFixed(1)} to ${row.gap_high.toFixed(1)})`),
  `the best proprietary model wins ${(100 * row.win_rate).toFixed(1)} % of votes`,
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
  const last = {...values.at(-1), t: Date.parse(DATA.snapshots.at(-1).date)};
  const line = chosen.line.map(([day, price]) => ({t: Date.parse(day), price}));
  return {
    ...frame(width, 420, "The lowest price so far of a quality, by day, on a log scale."),
    data: [
      {name: "records", values},
      {name: "steps", values: values.length && last.t > values.at(-1).t ? [...values, last] : values},
      {name: "line", values: line},
    ],
    scales: [
      {name: "x", type: "utc", domain: {data: "steps", field: "t"}, range: "width", padding: 15},
      {
        name: "y",
        type: "log",
        domain: ends(
          [...values, ...line].map(row => row.price),
          v => [v / 2, v * 2],
        ),
        range: "height",
        padding: 20,
      },
      ...CLASSES,
    ],
    axes: [
      across(axis),
      {
        orient: "left",
        scale: "y",
        title: "USD per million output tokens",
        description: "price, log scale",
        format: "$,~r",
        values: ticks(values.map(row => row.price)),
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
            fill: paint,
            shape: {scale: "shape", field: "class"},
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
  `${dollars(row.price)} from ${row.date}, ${row.price_basis}`,
  `${row.score.toFixed(1)} points above ${quality().name} on the snapshot that judges it`,
  row.price_source,
];
