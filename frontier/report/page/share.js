// Copies the link, saves the chart and shows it alone. The foot of the page.

import {fileName, LICENSE} from "./columns.js";
import {framedSvg, paperColors, pngOf, save} from "./picture.js";
import {$, DATA, OWN, page, remember} from "./state.js";
import {linked} from "./tips.js";

const CLASS_KEYS = [
  {text: "proprietary", color: "Proprietary", round: true},
  {text: "open weights", color: "Open"},
];
const say = text => {
  $("shared").textContent = text;
};
const about = () => {
  const {version, table, day, link} = DATA.about ?? {};
  const of = table ?? day;
  return [`frontier${version ? ` ${version}` : ""}`, of && `table of ${of}`, link].filter(Boolean).join(", ");
};

// The chart as a file has it, with what a reader of the file must know.
async function picture() {
  const chart = await page.charts.chart.toSVG();
  const [, width, height] = chart.match(/<svg[^>]* width="([\d.]+)" height="([\d.]+)"/);
  const {source} = page.shown.snapshot;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "16px system-ui, sans-serif";
  return framedSvg(chart, {
    width: Number(width),
    height: Number(height),
    title: $("title").textContent,
    legend: DATA.models.openness.some(Boolean) ? CLASS_KEYS : [],
    notes: [$("subtitle").textContent, source && `Scores read from ${source}.`, LICENSE, `Drawn by ${about()}.`].filter(
      Boolean,
    ),
    palette: paperColors(),
    measure: text => pen.measureText(text).width,
  });
}

// A page that was opened as a file may not write to the clipboard; then a selection is copied.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

export function showView() {
  const alone = page.state.view === "chart";
  document.body.classList.toggle("alone", alone);
  $("chart-only").textContent = alone ? "Show the whole page" : "Show only the chart";
}

export function startSharing() {
  $("copy-link").addEventListener("click", async () => {
    remember();
    await copy(location.href);
    say("The link is copied.");
  });
  $("save-svg").addEventListener("click", async () => {
    const {text} = await picture();
    save(new Blob([text], {type: "image/svg+xml"}), `${fileName()}.svg`);
  });
  $("save-png").addEventListener("click", async () => save(await pngOf(await picture()), `${fileName()}.png`));
  $("chart-only").addEventListener("click", () => {
    remember({view: page.state.view ? "" : "chart"});
    page.begin(); // the chart has another width
  });
  addEventListener("hashchange", () => {
    if (document.body.classList.contains("alone") !== (page.state.view === "chart")) page.begin();
  });
  addEventListener("beforeprint", () => {
    remember();
    $("printed").textContent = `Printed from ${location.href}`;
  });
  const {license, cite} = DATA.about ?? {};
  const said = [`${about()}.`, !OWN && license, !OWN && cite && `Cite as: ${cite}.`].filter(Boolean).join(" ");
  $("about").append(linked(said));
}
