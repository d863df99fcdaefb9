// Names beside points: each at the first of some places where it touches nothing.

const SIDES = [
  [-1, -1],
  [-1, 0],
  [0, -1],
  [1, 1],
  [1, 0],
  [0, 1],
  [1, -1],
  [-1, 1],
];
const APART = [7, 14, 22]; // pixels from the point

const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
export const around = (x, y, reach) => ({left: x - reach, right: x + reach, top: y - reach, bottom: y + reach});

function boxAt({x, y}, [right, down], wide, tall, apart) {
  const gap = right && down ? apart * 0.7 : apart;
  const left = x + (right > 0 ? gap : right < 0 ? -gap - wide : -wide / 2);
  const top = y + (down > 0 ? gap - tall / 4 : down < 0 ? -gap - (3 * tall) / 4 : -tall / 2);
  return {left, right: left + wide, top, bottom: top + tall};
}

// The names that fit, in their order: {x, y, texts, number}. A text is tried before a shorter one, and then the number,
// which always finds a place; a name without a number may find none. `hard` and `soft` are boxes: no name touches a hard
// one, and a soft one only if the name would be left out else.
export function placed(names, {width, height, hard, soft, measure, tall = 14}) {
  const taken = [...hard];
  const out = [];
  const inside = box => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
  for (const name of names) {
    const last = name.number ? [String(name.number)] : name.texts;
    const tries = [
      ...[...name.texts, ...last].map(text => ({text, more: soft})),
      ...last.map(text => ({text, more: []})),
    ];
    let found = null;
    for (const {text, more} of tries) {
      const wide = measure(text);
      const boxes = APART.flatMap(apart => SIDES.map(place => boxAt(name, place, wide, tall, apart)));
      const box = boxes.find(one => inside(one) && ![...taken, ...more].some(other => touch(one, other)));
      if (box) found = {text, box};
      if (found) break;
    }
    if (!found && name.number) {
      const text = String(name.number);
      found = {text, box: boxAt(name, [-1, -1], measure(text), tall, 5)};
    }
    if (!found) continue;
    taken.push(found.box);
    const {text, box} = found;
    const numbered = name.number && text === String(name.number);
    out.push({...name, text, numbered: Boolean(numbered), left: box.left, middle: (box.top + box.bottom) / 2});
  }
  return out;
}

// The point nearest to a place, with those that are as good as there; none if it is farther away than `reach`
export function nearest(spots, x, y, reach) {
  let best = null;
  let least = reach ** 2;
  for (const spot of spots) {
    const apart = (spot.x - x) ** 2 + (spot.y - y) ** 2;
    if (apart <= least) [best, least] = [spot, apart];
  }
  const together = spot => Math.hypot(spot.x - best.x, spot.y - best.y) < 1.5;
  return best ? [best, ...spots.filter(spot => spot !== best && together(spot))] : [];
}
