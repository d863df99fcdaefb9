// What is said of a point.

import {dollars, score} from "./choose.js";
import {$, OWN, page} from "./state.js";
import {share} from "./words.js";

// Text with its addresses as links; a commit of a repository is one
export function linked(text) {
  const out = document.createDocumentFragment();
  let done = 0;
  for (const found of text.matchAll(
    /https?:\/\/[^\s)]*[^\s),;.]|([\w.-]+\/[\w.-]+)@([0-9a-f]{9,40}|\d{4}\.\d\d\.\d\d)\b/g,
  )) {
    const link = document.createElement("a");
    link.textContent = found[0];
    link.rel = "noreferrer";
    link.href = found[1] ? `https://github.com/${found[1]}/tree/${found[2]}` : found[0];
    out.append(text.slice(done, found.index), link);
    done = found.index + found[0].length;
  }
  out.append(text.slice(done));
  return out;
}
export const close = () => {
  page.pinned = false;
  showTip(null, null);
};
export function showTip(event, what) {
  const tip = $("tip");
  tip.classList.toggle("pinned", page.pinned);
  if (!what || !(what.model || what.lines)) {
    tip.hidden = true;
    return;
  }
  tip.replaceChildren();
  (what.lines ?? modelLines(what)).forEach((text, k) => {
    const at = document.createElement(k ? "span" : "b");
    at.append(linked(text.length > 400 ? `${text.slice(0, 399)}…` : text));
    tip.append(at);
  });
  tip.hidden = false;
  const x = event?.clientX ?? 20;
  const y = event?.clientY ?? 20;
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - box.width - 8))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 14, innerHeight - box.height - 8))}px`;
}
export function ownLines(p) {
  const lines = [
    p.name,
    `${OWN.quality} ${score(p.elo)}${p.low != null ? ` (${score(p.low)} to ${score(p.high)})` : ""}`,
    `${OWN.cost} ${dollars(p.cost)}`,
  ];
  if (p.probability != null) lines.push(`on the frontier with ${share(p.probability)}`);
  return [
    ...lines,
    ...OWN.columns
      .map(({name}, k) => [name, p[`+${k}`]])
      .filter(([, value]) => value != null)
      .map(([name, value]) => `${name}: ${value}`),
  ];
}
export function modelLines(p) {
  if (OWN) return ownLines(p);
  const lines = [
    p.name,
    `${p.maker ?? "maker unknown"}${p.country ? `, ${p.country}` : ""}`,
    `score ${p.elo}` +
      (p.low != null ? ` (${p.low} to ${p.high})` : ", no interval") +
      (p.votes != null ? `, ${p.votes.toLocaleString("en")} votes` : ""),
    `input ${dollars(p.input) || "unknown"}, output ${dollars(p.output) || "unknown"} per million tokens`,
    `${p.license ?? "license unknown"}; released ${p.bound ? "by " : ""}${p.released ?? "unknown"}`,
  ];
  if (p.probability != null) lines.push(`on the frontier with ${share(p.probability)}`);
  if (p.source) lines.push(`price${p.price_date ? ` since ${p.price_date}` : ""}: ${p.source}`);
  if (p.announced) lines.push(`announced: ${p.announced}`);
  if (page.shown.snapshot.source) lines.push(`score: ${page.shown.snapshot.source}`);
  return lines;
}
