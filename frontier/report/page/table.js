// Tables that sort by their heads, show more columns when asked, and open their rows on a phone.

import {csvText} from "./csv.js";
import {save} from "./picture.js";
import {$} from "./state.js";

export const PHONE = matchMedia("(max-width: 40rem)");
const drawn = []; // all tables
let printing = false;

export function made(tag, className, ...content) {
  const at = document.createElement(tag);
  if (className) at.className = className;
  at.append(...content);
  return at;
}

// A column is {key, word, look, show, by, of, phone, only, screen}. `look` is how its cells look ("n" is a number), `show`
// gives what a cell holds, `by` what it sorts by. It is there while `of()` is true; those of a `phone` are shown there,
// those `only` with a switch if `wanted(switch)`, those of a `screen` not on paper. `few` rows are shown at first. Heads
// of a `plain` table are text.
export function sortable(
  id,
  columns,
  {sort = "", plain = false, few = Number.POSITIVE_INFINITY, wanted = () => false, sorted, file, csv},
) {
  const table = $(id);
  let rows = [];
  let sorting = sort;
  let whole = false;
  const column = key => columns.find(one => one.key === key);
  const headWord = one => (typeof one.word === "function" ? one.word() : one.word);
  const text = (one, row) => (one.show ? one.show(row[one.key], row) : (row[one.key] ?? ""));
  const sortValue = (one, row) => (one.by ? one.by(row) : row[one.key]);

  function ordered() {
    const by = column(sorting.replace("-", ""));
    if (!by) return [...rows];
    const way = sorting.startsWith("-") ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [one, other] = [sortValue(by, a), sortValue(by, b)];
      if (one == null || other == null) return (one == null) - (other == null);
      const apart = typeof one === "string" ? one.localeCompare(other) : one - other;
      return apart * way || (a.model ?? "").localeCompare(b.model ?? "");
    });
  }
  const allowed = one => !one.of || one.of();
  const visible = () => {
    const there = columns.filter(allowed);
    if (printing) return there.filter(one => !one.only && !one.screen);
    return PHONE.matches ? there.filter(one => one.phone) : there.filter(one => !one.only || wanted(one.only));
  };

  function headOf(one) {
    const cell = made("th", one.look ?? "");
    cell.scope = "col";
    cell.dataset.key = one.key;
    const up = sorting === one.key;
    const down = sorting === `-${one.key}`;
    if (up || down) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
    const word = headWord(one);
    if (printing || plain)
      cell.append(word); // a button in a repeated head is not printed
    else {
      const button = made("button", word.length > 80 ? "long" : "", word, up ? " ▴" : down ? " ▾" : "");
      button.type = "button";
      cell.append(button);
    }
    return cell;
  }
  function lineOf(row, shown) {
    const line = made("tr", row.on ? "on" : "");
    shown.forEach((one, k) => {
      const content = text(one, row);
      const long = content.length > 80 ? " long" : "";
      const cell = made(k ? "td" : "th", `${k ? "" : "brief "}${one.look ?? ""}${long}`, content);
      if (!k) cell.scope = "row";
      if (!k && PHONE.matches && !printing && shown.length < columns.length) {
        const opener = made("button", "opener");
        opener.type = "button";
        opener.setAttribute("aria-expanded", "false");
        opener.setAttribute("aria-label", `More about ${cell.textContent.slice(0, 80)}`);
        cell.replaceChildren(opener, made("span", "", ...cell.childNodes));
      }
      line.append(cell);
    });
    line.of = row;
    return line;
  }
  // What the columns that a phone leaves out say of a row, below it.
  function opened(row, shown) {
    const list = made("dl");
    for (const one of columns.filter(other => !shown.includes(other) && allowed(other))) {
      const content = text(one, row);
      if (content !== "") list.append(made("dt", "", headWord(one)), made("dd", "", content));
    }
    const cell = made("td", "", list);
    cell.colSpan = shown.length;
    return made("tr", "opened", cell);
  }
  function fillTable() {
    if (!printing && table.closest("details:not([open])")) return; // drawn when it is opened
    const shown = visible();
    const all = ordered();
    const some = whole || printing || all.length <= few + 10 ? all : all.slice(0, few);
    table.tHead.replaceChildren(made("tr", "", ...shown.map(headOf)));
    table.tBodies[0].replaceChildren(...some.map(row => lineOf(row, shown)));
    const rest = $(`${id}-rest`);
    if (rest) {
      rest.hidden = some.length === all.length;
      rest.textContent = `Show all ${all.length}`;
    }
  }
  // A table that scrolls is a stop of the tab key, so that keys scroll it
  const box = table.parentElement;
  const named = {tabindex: 0, role: "group", "aria-labelledby": table.getAttribute("aria-labelledby")};
  const sizes = new ResizeObserver(() => {
    for (const [key, value] of Object.entries(named))
      if (box.scrollWidth > box.clientWidth) box.setAttribute(key, value);
      else box.removeAttribute(key);
  });
  for (const at of [table, box]) sizes.observe(at);

  table.tHead.addEventListener("click", event => {
    const {key} = event.target.closest("th")?.dataset ?? {};
    if (!key || !event.target.closest("button")) return;
    const first = column(key).look === "n" ? `-${key}` : key;
    sorting = sorting === first ? (column(key).look === "n" ? key : `-${key}`) : first;
    sorted?.(sorting === sort ? "" : sorting);
    fillTable();
    for (const cell of table.tHead.rows[0].cells) if (cell.dataset.key === key) cell.firstChild.focus();
  });
  table.tBodies[0].addEventListener("click", event => {
    const opener = event.target.closest(".opener");
    if (!opener) return;
    const line = opener.closest("tr");
    const open = opener.getAttribute("aria-expanded") === "true";
    opener.setAttribute("aria-expanded", String(!open));
    if (open) line.nextElementSibling.remove();
    else line.after(opened(line.of, visible()));
  });
  table.closest("details")?.addEventListener("toggle", fillTable);
  $(`${id}-rest`)?.addEventListener("click", () => {
    whole = true;
    const at = table.tBodies[0].rows.length;
    fillTable();
    const next = table.tBodies[0].rows[at];
    next.tabIndex = -1; // the button is gone, so reading goes on at the next row
    next.focus({preventScroll: true});
  });
  const download = () => csvText(csv(), ordered());
  $(`${id}-csv`)?.addEventListener("click", () => save(new Blob([download()], {type: "text/csv"}), `${file()}.csv`));

  drawn.push(fillTable);
  return {
    csv: download,
    // Show other rows, sorted as the address says
    show(next = rows, by = sorting) {
      rows = next;
      sorting = column(by.replace("-", "")) ? by : sort;
      fillTable();
    },
  };
}

const redraw = () => {
  for (const one of drawn) one();
};
PHONE.addEventListener("change", redraw);
let closed = [];
addEventListener("beforeprint", () => {
  printing = true;
  closed = [...document.querySelectorAll("details.rows:not([open])")];
  for (const at of closed) at.open = true;
  redraw();
});
addEventListener("afterprint", () => {
  printing = false;
  for (const at of closed) at.open = false;
  redraw();
});
