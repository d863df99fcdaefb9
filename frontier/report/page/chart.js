// The scatter of price and score.

import {ghostOf, unit} from "./choose.js";
import {around, nearest, placed} from "./labels.js";
import {$, OWN, page, UP} from "./state.js";
import {bestAndRival, brief, dayInWords, membersOf} from "./words.js";

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
    aria: false,
  };
  return {color, axis, label: {fill: {value: color("ink")}, fontSize: {value: 12}}, ink: {value: color("ink")}};
}
export const frame = (width, height, description) => ({
  $schema: "https://vega.github.io/schema/vega/v6.json",
  description,
  width,
  height,
  padding: {left: 5, right: 15, top: 12, bottom: 5},
  autosize: {type: "fit", contains: "padding"},
});
export const CLASSES = [
  {
    name: "class",
    type: "ordinal",
    domain: ["proprietary", "open weights", "unknown"],
    range: ["var(--Proprietary)", "var(--Open)", "var(--muted)"],
  },
  {
    name: "shape",
    type: "ordinal",
    domain: ["proprietary", "open weights", "unknown"],
    range: ["circle", "square", "diamond"],
  },
];
const classOf = point => (point.open == null ? "unknown" : point.open ? "open weights" : "proprietary");

// On a phone the whole chart stands in the first screen, on a laptop most of it
const tall = width => Math.max(300, Math.min(560, width < 600 ? innerHeight * 0.47 : innerHeight * 0.66));

export function scatter(width) {
  const {color, axis, label, ink} = look();
  const paint = {scale: "class", field: "class"};
  const x = {scale: "x", field: "cost"};
  const between = {x, y: {scale: "y", field: "low"}, y2: {scale: "y", field: "high"}};
  const y = {scale: "y", field: "elo"};
  const line = (name, stroke, more = {}) => ({
    type: "line",
    from: {data: name},
    aria: false,
    clip: true,
    encode: {update: {x, y, interpolate: {value: "step-after"}, stroke, strokeWidth: {value: 1.6}, ...more}},
  });
  const currency = OWN ? OWN.currency : "$";
  return {
    ...frame(width, tall(width), `Prices (log scale) against scores, with the frontier as a step line.`),
    data: ["points", "steps", "area", "ghost", "curves", "labels", "focus"].map(name => ({name})),
    signals: [
      {name: "unit", value: ""},
      {name: "measure", value: ""},
      {name: "costs", value: [0.1, 10]},
      {name: "scores", value: [1000, 1500]},
      {name: "ticks", value: [0.1, 1, 10]},
    ],
    scales: [
      {name: "x", type: "log", domain: {signal: "costs"}, range: "width", padding: width > 600 ? 50 : 18},
      {name: "y", type: "linear", zero: false, nice: true, domain: {signal: "scores"}, range: "height"},
      ...CLASSES,
    ],
    axes: [
      {
        orient: "bottom",
        scale: "x",
        title: {signal: "unit"},
        values: {signal: "ticks"},
        encode: {labels: {update: {text: {signal: `"${currency}" + format(datum.value, ",~r")`}}}},
        titleLimit: {signal: "width"},
        ...axis,
      },
      {orient: "left", scale: "y", title: {signal: "measure"}, tickCount: 6, titleLimit: {signal: "height"}, ...axis},
    ],
    marks: [
      {
        type: "area",
        from: {data: "area"},
        aria: false,
        clip: true,
        encode: {
          update: {
            ...between,
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
        clip: true,
        encode: {
          update: {
            ...between,
            stroke: paint,
            opacity: {signal: "datum.low == null ? 0 : datum.faint ? 0.08 : 0.4"},
          },
        },
      },
      {
        type: "group",
        from: {facet: {name: "family", data: "curves", groupby: "family"}},
        clip: true,
        marks: [
          {
            type: "line",
            from: {data: "family"},
            aria: false,
            encode: {update: {x, y, stroke: {value: color("muted")}, strokeWidth: {value: 1.2}}},
          },
        ],
      },
      line("ghost", {value: color("muted")}, {strokeDash: {value: [3, 4]}}),
      line("steps", ink),
      {
        type: "symbol",
        name: "dots",
        from: {data: "points"},
        aria: false,
        clip: true,
        encode: {
          update: {
            x,
            y,
            fill: paint,
            shape: {scale: "shape", field: "class"},
            size: {signal: "datum.on ? 90 : datum.marked ? 75 : 42"},
            opacity: {signal: "datum.faint ? 0.12 : datum.on || datum.marked ? 1 : 0.62"},
            stroke: {signal: `datum.on || datum.marked ? '${color("ink")}' : null`},
            strokeWidth: {value: 1.2},
          },
        },
      },
      {
        type: "symbol",
        from: {data: "focus"},
        aria: false,
        clip: true,
        encode: {update: {x, y, size: {value: 260}, stroke: ink, strokeWidth: {value: 2.5}}},
      },
      {
        type: "text",
        from: {data: "labels"},
        aria: false,
        encode: {
          enter: label,
          update: {
            x: {field: "left"},
            y: {field: "middle"},
            text: {field: "text"},
            baseline: {value: "middle"},
            fontWeight: {signal: "datum.numbered ? 700 : 400"},
          },
        },
      },
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

// The top quarter of the scores
function topOf(points) {
  const scores = points.map(point => UP * point.elo);
  const least = Math.max(...scores) - (Math.max(...scores) - Math.min(...scores)) / 4;
  return points.filter(point => UP * point.elo >= least);
}

let spots = []; // where the points are, in pixels

export function drawScatter() {
  const {state, shown} = page;
  const view = page.charts.chart;
  const own = OWN || shown.snapshot.runs;
  const points = state.zoom && shown.points.length ? topOf(shown.points) : shown.points;
  const searched = state.search.trim() !== "";
  const found = points.filter(point => point.found);
  const few = searched && found.length <= 12;
  const drawn = points.map(point => ({
    ...point,
    class: classOf(point),
    faint: searched && !point.found,
    marked: state.models.includes(point.model) || (few && point.found),
  }));
  const members = membersOf(shown.points, UP);
  const most = Math.max(...shown.points.map(point => point.cost));
  const steps = members.map(({cost, elo}) => ({cost, elo}));
  if (steps.length) steps.push({cost: most, elo: steps.at(-1).elo});
  const ghost = ghostOf(state);
  if (ghost.length) ghost.push({cost: Math.max(most, ghost.at(-1).cost), elo: ghost.at(-1).elo});
  const families = drawn.filter(point => point.family).sort((a, b) => a.cost - b.cost);
  view
    .data(
      "points",
      [...drawn].sort((a, b) => b.faint - a.faint || a.on - b.on),
    ) // what was searched for lies on top
    .data("steps", steps)
    .data("ghost", ghost)
    .data("curves", families)
    .data("area", [])
    .data("labels", [])
    .data("focus", [])
    .signal("unit", unit())
    .signal("measure", OWN ? OWN.quality : (shown.snapshot.runs?.score_name ?? "Chatbot Arena score"));
  if (points.length) {
    const costs = ends(
      points.map(point => point.cost),
      v => [v / 2, v * 2],
    );
    const scores = points.flatMap(point => (own ? [point.low ?? point.elo, point.high ?? point.elo] : [point.elo]));
    const apart = own ? v => [v - (Math.abs(v) / 10 || 1), v + (Math.abs(v) / 10 || 1)] : v => [v - 20, v + 20];
    view.signal("ticks", ticks(costs)).signal("costs", costs).signal("scores", ends(scores, apart));
  }
  view.run();
  const [x, y] = [view.scale("x"), view.scale("y")];
  spots = points.map(point => ({x: x(point.cost), y: y(point.elo), point}));
  nameThem(
    view,
    drawn,
    members,
    steps.map(step => [x(step.cost), y(step.elo)]),
  );
}

// Names of the frontier come first: the best, the cheapest, what the title compares, then the others
function nameThem(view, drawn, members, corners) {
  const [x, y] = [view.scale("x"), view.scale("y")];
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "12px sans-serif";
  const box = {width: view.width(), height: view.height(), measure: text => pen.measureText(text).width + 2};
  const at = point => ({x: x(point.cost), y: y(point.elo), model: point.model ?? point.name});
  const texts = name => [...new Set([brief(name), brief(name.replace(/\s*\([^)]*\)$/, ""))])];
  const seen = members.filter(point => at(point).x >= 0 && at(point).y <= box.height);
  const [best, rival] = bestAndRival(seen, UP);
  const order = [...new Set([best, rival, seen[0], ...[...seen].reverse()])].filter(Boolean);
  const names = order.map(point => ({...at(point), texts: texts(point.name), number: 1 + members.indexOf(point)}));
  const others = drawn.filter(point => point.marked && !point.on);
  names.push(...others.map(point => ({...at(point), texts: texts(point.name)})));
  const lines = corners.slice(1).flatMap(([x2, y2], k) => {
    const [x1, y1] = corners[k];
    return [
      {left: x1, right: x2, top: y1 - 2, bottom: y1 + 2},
      {left: x2 - 2, right: x2 + 2, top: Math.min(y1, y2), bottom: Math.max(y1, y2)},
    ];
  });
  const marks = [...seen, ...others].map(point => around(at(point).x, at(point).y, 5.5));
  const soft = drawn.map(point => around(at(point).x, at(point).y, 3));
  const labels = placed(names, {...box, hard: [...marks, ...lines], soft});
  view.data("labels", labels).run();
  const numbered = labels.filter(label => label.numbered).sort((a, b) => a.number - b.number);
  $("numbered").hidden = !numbered.length;
  $("numbered").replaceChildren(
    ...numbered.map(({number, model}) => {
      const line = document.createElement("li");
      line.value = number;
      line.textContent = brief(members[number - 1].name ?? model);
      return line;
    }),
  );
}

export function drawBand() {
  const area = page.shown.band.map(at => ({cost: at.cost, low: at[0.95], high: at[0.05]}));
  page.charts.chart.data("area", area).run();
}

// A ring around the first of some points
export function ring(points) {
  const view = page.charts.chart;
  const there = spots.find(spot => points.includes(spot.point));
  if (!there && !view.data("focus").length) return;
  view.data("focus", there ? [{cost: there.point.cost, elo: there.point.elo}] : []).run();
}

// The points at a place on the screen
export function pointsAt(clientX, clientY, reach = 40) {
  const view = page.charts.chart;
  const frame = $("chart").querySelector("svg")?.getBoundingClientRect();
  if (!view || !frame) return [];
  const [left, top] = view.origin();
  return nearest(spots, clientX - frame.left - left, clientY - frame.top - top, reach).map(({point}) => point);
}

// Where a point is on the screen, for tests
export function placeOf(model) {
  const frame = $("chart").querySelector("svg").getBoundingClientRect();
  const [left, top] = page.charts.chart.origin();
  const spot = spots.find(({point}) => point.model === model || point.name === model);
  return spot && [frame.left + left + spot.x, frame.top + top + spot.y];
}

export const ghostWords = () =>
  page.state.ghost && ghostOf(page.state).length
    ? `Dotted: the frontier of the models and prices of ${dayInWords(page.state.ghost)}, on the scores shown.`
    : "";
