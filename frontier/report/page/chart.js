// The scatter of price and score.

import {unit} from "./choose.js";
import {OWN} from "./state.js";

// Colors and sizes of the charts. The colors are variables of the page, which dark screens and print change
export function look() {
  const color = name => `var(--${name})`;
  const axis = {
    grid: true,
    labelColor: color("ink"),
    titleColor: color("ink"),
    domainColor: color("muted"),
    tickColor: color("muted"),
    gridColor: color("rule"),
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 400,
    labelOverlap: "greedy",
    labelSeparation: 8,
  };
  return {color, axis, label: {fill: {value: color("ink")}, fontSize: {value: 12}}, ink: {value: color("ink")}};
}
export const frame = (width, tall, description) => ({
  $schema: "https://vega.github.io/schema/vega/v6.json",
  description,
  width,
  height: Math.max(300, Math.min(tall, width * 0.6)),
  padding: {left: 5, right: 15, top: 12, bottom: 5},
  autosize: {type: "fit", contains: "padding"},
});
export const CLASSES = [
  {
    name: "class",
    type: "ordinal",
    domain: ["proprietary", "open weights"],
    range: ["var(--Proprietary)", "var(--Open)"],
  },
  {name: "shape", type: "ordinal", domain: ["proprietary", "open weights"], range: ["circle", "square"]},
];
export const ANCHORS = ["top-left", "left", "top", "bottom-right", "right", "bottom", "top-right", "bottom-left"];
// Names beside the points of a mark, as many as there is room for
export const named = (mark, lines, text, label, anchor = ANCHORS) => ({
  type: "text",
  from: {data: mark},
  aria: false,
  transform: [{type: "label", size: {signal: "[width, height]"}, avoidMarks: [mark, ...lines], offset: [4], anchor}],
  encode: {enter: label, update: {text: {signal: text}}},
});
export const across = (axis, tickCount = 8) => ({
  orient: "bottom",
  scale: "x",
  ...axis,
  format: "%b %Y",
  tickCount,
  title: null,
  labelFlush: true,
  labelBound: true,
  description: "day",
});

export function scatter(width) {
  const {color, axis, label, ink} = look();
  const paint = {scale: "class", field: "class"};
  const fits = side => (OWN ? {titleLimit: {signal: side}} : {});
  const priced = {
    encode: {labels: {update: {text: {signal: `"${OWN ? OWN.currency : "$"}" + format(datum.value, ",~r")`}}}},
  };
  return {
    ...frame(
      width,
      560,
      `Scatter of ${OWN ? OWN.cost : "price"} (log scale) against ${OWN ? OWN.quality : "Arena score"}, with the frontier as a step line.`,
    ),
    data: [{name: "points"}, {name: "named"}, {name: "steps"}, {name: "area"}],
    signals: [
      {name: "unit", value: unit()},
      {name: "costs", value: [0.1, 10]},
      {name: "scores", value: [1000, 1500]},
      {name: "ticks", value: [0.1, 1, 10]},
    ],
    scales: [
      {name: "x", type: "log", domain: {signal: "costs"}, range: "width", padding: width > 600 ? 70 : 25},
      {name: "y", type: "linear", zero: false, nice: true, domain: {signal: "scores"}, range: "height"},
      ...CLASSES,
    ],
    axes: [
      {
        orient: "bottom",
        scale: "x",
        title: {signal: "unit"},
        description: OWN ? `${OWN.cost}, log scale` : "price, log scale",
        values: {signal: "ticks"},
        ...priced,
        ...fits("width"),
        ...axis,
      },
      {
        orient: "left",
        scale: "y",
        title: OWN ? OWN.quality : "Chatbot Arena score",
        description: OWN ? OWN.quality : "score",
        tickCount: 6,
        ...fits("height"),
        ...axis,
      },
    ],
    marks: [
      {
        type: "area",
        from: {data: "area"},
        aria: false,
        encode: {
          update: {
            x: {scale: "x", field: "cost"},
            y: {scale: "y", field: "low"},
            y2: {scale: "y", field: "high"},
            interpolate: {value: "step-after"},
            fill: {value: color("band")},
            opacity: {value: 0.8},
          },
        },
      },
      {
        type: "rule",
        from: {data: "points"},
        aria: false,
        encode: {
          update: {
            x: {scale: "x", field: "cost"},
            y: {scale: "y", field: "low"},
            y2: {scale: "y", field: "high"},
            stroke: paint,
            opacity: {signal: "datum.low == null ? 0 : datum.faint ? 0.08 : 0.4"},
          },
        },
      },
      {
        type: "line",
        name: "frontier",
        from: {data: "steps"},
        aria: false,
        encode: {
          update: {
            x: {scale: "x", field: "cost"},
            y: {scale: "y", field: "elo"},
            interpolate: {value: "step-after"},
            stroke: ink,
            strokeWidth: {value: 1.6},
          },
        },
      },
      {
        type: "symbol",
        name: "dots",
        from: {data: "points"},
        encode: {
          update: {
            x: {scale: "x", field: "cost"},
            y: {scale: "y", field: "elo"},
            fill: paint,
            shape: {scale: "shape", field: "class"},
            size: {signal: "datum.on ? 90 : 42"},
            opacity: {signal: "datum.faint ? 0.12 : datum.on ? 1 : 0.62"},
            stroke: {signal: `datum.on ? '${color("ink")}' : null`},
            strokeWidth: {value: 1.2},
            cursor: {value: "pointer"},
            tooltip: {signal: "datum"},
            description: {signal: "datum.text"},
          },
          hover: {size: {value: 170}},
        },
      },
      {
        type: "symbol",
        name: "anchors",
        from: {data: "named"},
        interactive: false,
        aria: false,
        encode: {
          update: {
            x: {scale: "x", field: "cost"},
            y: {scale: "y", field: "elo"},
            size: {value: 90},
            opacity: {value: 0},
          },
        },
      },
      named("anchors", ["dots", "frontier"], "datum.datum.brief", label),
    ],
  };
}

export const ends = (values, apart) => {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low < high ? [low, high] : apart(low);
};
// 1, 2 and 5 of every power of ten that is spanned; more where these are few
export function ticks(values, steps = [1, 2, 5]) {
  const [low, high] = ends(values, v => [v / 2, v * 2]);
  const out = [];
  if (steps.length < 9 && high / low < 3) return ticks(values, [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (let k = Math.floor(Math.log10(low / 2)); k <= Math.ceil(Math.log10(high * 2)); k++)
    for (const n of steps) {
      const at = Number(`${n}e${k}`);
      if (at >= low / 1.6 && at <= high * 1.6) out.push(at);
    }
  return out;
}
