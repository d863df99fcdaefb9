// The picture of a chart as a file: with its title, what it shows, its source and its license, on white paper.

const MARGIN = 16;
const FONT = "system-ui, 'Segoe UI', Roboto, sans-serif";

const escaped = text => text.replace(/[&<>"]/g, one => `&#${one.charCodeAt(0)};`);

// The lines of a text that are at most `wide`; `measure` says how wide a text is.
export function wrapped(text, wide, measure) {
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && measure(longer) <= wide) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// A chart between its title and its notes, as SVG. Colors that are variables of the page become those of `palette`.
export function framedSvg(chart, {width, height, title, legend = [], notes, palette, measure}) {
  const rows = [];
  let y = MARGIN;
  const write = (text, size, weight, ink) => {
    const of = line => (measure(line) * size) / 16;
    for (const line of wrapped(text, width - 2 * MARGIN, of)) {
      y += size * 1.35;
      rows.push(
        `<text x="${MARGIN}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="${palette[ink]}">${escaped(line)}</text>`,
      );
    }
  };
  write(title, 19, 700, "ink");
  let x = MARGIN;
  if (legend.length) y += 20;
  for (const {text, color, round} of legend) {
    const key = `x="${x}" y="${y - 9}" width="10" height="10" rx="${round ? 5 : 0}" fill="${palette[color]}"`;
    rows.push(
      `<rect ${key}/><text x="${x + 15}" y="${y}" font-size="12" fill="${palette.ink}">${escaped(text)}</text>`,
    );
    x += 35 + (measure(text) * 12) / 16;
  }
  y += 10;
  const top = y;
  y += height;
  for (const note of notes) write(note, 12, 400, "muted");
  y += MARGIN;
  const inner = chart
    .replace(/var\(--([\w-]+)\)/g, (whole, name) => palette[name] ?? whole)
    .replace(/<svg /, `<svg x="0" y="${top.toFixed(1)}" `);
  return {
    width,
    height: Math.ceil(y),
    text: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${Math.ceil(y)}" viewBox="0 0 ${width} ${Math.ceil(y)}" font-family="${FONT}"><title>${escaped(title)}</title><rect width="100%" height="100%" fill="${palette.paper}"/>${rows.join("")}${inner}</svg>`,
  };
}

// The colors of the page on white paper, whatever the screen.
export function paperColors() {
  const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]);
  const {style} = rules.find(rule => rule.selectorText === ":root");
  const names = [...style].filter(name => name.startsWith("--"));
  return Object.fromEntries(names.map(name => [name.slice(2), style.getPropertyValue(name).trim()]));
}

// The picture of an SVG, twice as fine as a screen shows it.
export async function pngOf({text, width, height}, scale = 2) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * scale, height * scale];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise(done => canvas.toBlob(done, "image/png"));
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
