// The scatter of price and score.

import {ghostOf, spanOf, unit} from "./choose.js";
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
const [PAINTS, SHAPES] = CLASSES.map(({domain, range}) => Object.fromEntries(domain.map((one, k) => [one, range[k]])));

// On a phone the whole chart stands in the first screen, on a laptop most of it
const tall = width => Math.max(300, Math.min(560, width < 600 ? innerHeight * 0.47 : innerHeight * 0.66));

let edge = 0; // the room at both ends of the prices

export function scatter(width) {
  edge = width > 600 ? 50 : 18;
  pointsNow(); // the library makes room for the labels of the first axes
  const {color, axis, label, ink} = look();
  const x = {scale: "x", field: "cost"};
  const y = {scale: "y", field: "elo"};
  const at = {x: {field: "x"}, y: {field: "y"}};
  // A point keeps its element from day to day. An opacity of both paints would make a layer of each point
  const dots = name => ({
    type: "symbol",
    key: "id",
    from: {data: name},
    aria: false,
    clip: true,
    encode: {
      update: {
        ...at,
        fill: {field: "fill"},
        shape: {field: "shape"},
        size: {field: "size"},
        fillOpacity: {field: "opacity"},
        strokeOpacity: {field: "opacity"},
        stroke: {field: "stroke"},
        strokeWidth: {value: 1.2},
      },
    },
  });
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
    data: ["bars", "dots", "tops", "steps", "area", "ghost", "curves", "labels", "focus"].map(name => ({name})),
    signals: [
      {name: "unit", value: ""},
      {name: "measure", value: ""},
      ...Object.entries(axes).map(([name, value]) => ({name, value})),
    ],
    scales: [
      {name: "x", type: "log", domain: {signal: "costs"}, range: "width", padding: edge},
      {name: "y", type: "linear", zero: false, domain: {signal: "scores"}, range: "height"},
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
            x,
            y: {scale: "y", field: "low"},
            y2: {scale: "y", field: "high"},
            interpolate: {value: "step-after"},
            fill: {value: color("band")},
            opacity: {value: 0.8},
          },
        },
      },
      {
        type: "path",
        from: {data: "bars"},
        aria: false,
        clip: true,
        encode: {
          update: {
            path: {field: "path"},
            stroke: {field: "fill"},
            strokeOpacity: {field: "opacity"},
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
      dots("dots"),
      dots("tops"),
      {
        type: "symbol",
        from: {data: "focus"},
        aria: false,
        clip: true,
        encode: {update: {...at, size: {value: 260}, stroke: ink, strokeWidth: {value: 2.5}}},
      },
      {
        type: "text",
        key: "id",
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

// The ends of an axis of scores: whole steps of 1, 2 or 5, of which there are about ten
function rounded([low, high]) {
  const size = 10 ** Math.floor(Math.log10((high - low) / 10));
  const step = size * ([1, 2, 5].find(n => n * size * 10 >= high - low) ?? 10);
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step];
}

// The ends of both axes, and the ticks of the prices. The days of a board have the same, so that points can be followed
const boards = new WeakMap();
function axesNow(points) {
  const {state, shown} = page;
  const own = OWN || shown.snapshot.runs;
  const span = own || state.zoom || state.task ? null : spanOf(state);
  if (span && boards.has(span)) return boards.get(span);
  const apart = own ? v => [v - (Math.abs(v) / 10 || 1), v + (Math.abs(v) / 10 || 1)] : v => [v - 20, v + 20];
  const scores = points.flatMap(({low, elo, high}) => (own ? [low ?? elo, high ?? elo] : [elo]));
  const costs = ends(span?.costs ?? points.map(point => point.cost), v => [v / 2, v * 2]);
  const axes = {costs, scores: rounded(ends(span?.scores ?? scores, apart)), ticks: ticks(costs)};
  if (span) boards.set(span, axes);
  return axes;
}

let spots = []; // where the points are, in pixels
let axes = {costs: [0.1, 10], scores: [1000, 1500], ticks: [0.1, 1, 10]};
// The points that are drawn; the axes become theirs
function pointsNow() {
  const {state, shown} = page;
  const points = state.zoom && shown.points.length ? topOf(shown.points) : shown.points;
  if (points.length) axes = axesNow(points);
  return points;
}

// Where a price and a score are, as the scales of the chart have it: of its width and height, what is between
function scalesOf(view, {costs, scores}) {
  const [width, height] = [view.width(), view.height()];
  const [from, to] = costs.map(Math.log);
  return [
    cost => edge + ((width - 2 * edge) * (Math.log(cost) - from)) / (to - from),
    score => (height * (scores[1] - score)) / (scores[1] - scores[0]),
  ];
}

// The intervals of a class are one path, for hundreds of lines take long
function barsOf(drawn, y) {
  const paths = new Map();
  for (const {x, point, faint, fill} of drawn) {
    if (point.low == null) continue;
    const key = `${fill} ${faint}`;
    const one = paths.get(key) ?? {fill, opacity: faint ? 0.08 : 0.4, path: ""};
    one.path += `M${x.toFixed(1)} ${y(point.low).toFixed(1)}V${y(point.high).toFixed(1)}`;
    paths.set(key, one);
  }
  return [...paths.values()];
}

export function drawScatter() {
  const {state, shown} = page;
  const view = page.charts.chart;
  const points = pointsNow();
  const [x, y] = scalesOf(view, axes);
  spots = points.map(point => ({x: x(point.cost), y: y(point.elo), point}));
  const searched = state.search.trim() !== "";
  const few = searched && points.filter(point => point.found).length <= 12;
  const drawn = spots.map(({x, y, point}) => {
    const {id, on, found, model} = point;
    const faint = searched && !found;
    const marked = state.models.includes(model) || (few && found);
    const size = on ? 90 : marked ? 75 : 42;
    const opacity = faint ? 0.12 : on || marked ? 1 : 0.62;
    const stroke = on || marked ? "var(--ink)" : null;
    const [fill, shape] = [PAINTS[classOf(point)], SHAPES[classOf(point)]];
    return {id, x, y, point, on, faint, marked, size, opacity, stroke, fill, shape};
  });
  // what is searched for, marked or on the frontier lies on top
  const tops = drawn.filter(({faint, on, marked}) => !faint && (on || marked || searched));
  const members = membersOf(shown.points, UP);
  const most = Math.max(...shown.points.map(point => point.cost));
  const steps = members.map(({cost, elo}) => ({cost, elo}));
  if (steps.length) steps.push({cost: most, elo: steps.at(-1).elo});
  const ghost = ghostOf(state);
  if (ghost.length) ghost.push({cost: Math.max(most, ghost.at(-1).cost), elo: ghost.at(-1).elo});
  const families = points.filter(point => point.family).sort((a, b) => a.cost - b.cost);
  const labels = labelsOf(view, drawn, members, [x, y], steps);
  view
    .data("bars", barsOf(drawn, y))
    .data(
      "dots",
      drawn.filter(one => !tops.includes(one)),
    )
    .data("tops", tops)
    .data("steps", steps)
    .data("ghost", ghost)
    .data(
      "curves",
      families.map(({family, cost, elo}) => ({family, cost, elo})),
    )
    .data("area", [])
    .data("labels", labels)
    .data("focus", [])
    .signal("unit", unit())
    .signal("measure", OWN ? OWN.quality : (shown.snapshot.runs?.score_name ?? "Chatbot Arena score"))
    .signal("ticks", axes.ticks)
    .signal("costs", axes.costs)
    .signal("scores", axes.scores)
    .run();
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

const pen = document.createElement("canvas").getContext("2d");
pen.font = "12px sans-serif";
const widths = new Map();
function measure(text) {
  if (!widths.has(text)) widths.set(text, pen.measureText(text).width + 2);
  return widths.get(text);
}

// Names of the frontier come first: the best, the cheapest, what the title compares, then the others
function labelsOf(view, drawn, members, [x, y], steps) {
  const box = {width: view.width(), height: view.height(), measure};
  const at = point => ({x: x(point.cost), y: y(point.elo), id: point.id, model: point.model ?? point.name});
  const texts = name => [...new Set([brief(name), brief(name.replace(/\s*\([^)]*\)$/, ""))])];
  const seen = members.filter(point => at(point).x >= 0 && at(point).y <= box.height);
  const [best, rival] = bestAndRival(seen, UP);
  const order = [...new Set([best, rival, seen[0], ...[...seen].reverse()])].filter(Boolean);
  const names = order.map(point => ({...at(point), texts: texts(point.name), number: 1 + members.indexOf(point)}));
  const others = drawn.filter(({marked, on}) => marked && !on).map(({point}) => point);
  names.push(...others.map(point => ({...at(point), texts: texts(point.name)})));
  const corners = steps.map(step => [x(step.cost), y(step.elo)]);
  const lines = corners.slice(1).flatMap(([x2, y2], k) => {
    const [x1, y1] = corners[k];
    return [
      {left: x1, right: x2, top: y1 - 2, bottom: y1 + 2},
      {left: x2 - 2, right: x2 + 2, top: Math.min(y1, y2), bottom: Math.max(y1, y2)},
    ];
  });
  const marks = [...seen, ...others].map(point => around(at(point).x, at(point).y, 5.5));
  const soft = drawn.map(spot => around(spot.x, spot.y, 3));
  return placed(names, {...box, hard: [...marks, ...lines], soft});
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
  view.data("focus", there ? [{x: there.x, y: there.y}] : []).run();
}

// Where the axes meet at the top left, on the screen: the library draws from the middle of a pixel
function corner() {
  const view = page.charts.chart;
  const frame = $("chart").querySelector("svg")?.getBoundingClientRect();
  if (!view || !frame) return null;
  const {left, top} = view.padding();
  const [x, y] = view.origin();
  return [frame.left + left + x + 0.5, frame.top + top + y + 0.5];
}

// The points at a place on the screen
export function pointsAt(clientX, clientY, reach = 40) {
  const from = corner();
  return from ? nearest(spots, clientX - from[0], clientY - from[1], reach).map(({point}) => point) : [];
}

// Where a point is on the screen, for tests
export function placeOf(model) {
  const [left, top] = corner();
  const spot = spots.find(({point}) => point.model === model || point.name === model);
  return spot && [left + spot.x, top + spot.y];
}

export const ghostWords = () =>
  page.state.ghost && ghostOf(page.state).length
    ? `Dotted: the frontier of the models and prices of ${dayInWords(page.state.ghost)}, on the scores shown.`
    : "";
