// Where the cards of a board stand: their order, the neighbours of a card, and the place under a pointer. All pure.

// A new place divides a gap in this proportion: places that were whole numbers once are never met again.
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The cards of each area in order: Map of area -> cards. Cards of unknown areas are left out. */
export function byArea(cards, areas) {
  const lists = new Map(areas.map((area) => [area.id, []]));
  for (const card of cards) lists.get(card.area)?.push(card);
  for (const list of lists.values()) list.sort(inOrder);
  return lists;
}

export function inOrder(a, b) {
  return a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** An order between two others; null or undefined stands for an end of the list. */
export function between(before, after) {
  const first = before === null || before === undefined;
  const last = after === null || after === undefined;
  if (first && last) return 0;
  if (first) return after - 1 - GOLDEN;
  if (last) return before + 1 + GOLDEN;
  return before + (after - before) * GOLDEN;
}

/** The order that puts a card at `index` of a list, counted without the card itself. */
export function orderAt(list, id, index) {
  const others = list.filter((card) => card.id !== id);
  return between(others[index - 1]?.order, others[index]?.order);
}

/** What a move comes to: {area, order}; null where the card is there already. `index` counts without the card. */
export function moveTo(lists, id, area, index) {
  const list = lists.get(area);
  if (!list) return null;
  const most = list.filter((card) => card.id !== id).length;
  const at = Math.max(0, Math.min(most, index));
  if (list.findIndex((card) => card.id === id) === at) return null;
  return { area, order: orderAt(list, id, at) };
}

// Boxes are {left, top, right, bottom}; directions are "up", "down", "left", "right".

const centre = (box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
const outside = (value, low, high) => (value < low ? low - value : value > high ? value - high : 0);
const ROUNDING = 1;

function gap(from, box, direction) {
  if (direction === "up") return from.top - box.bottom;
  if (direction === "down") return box.top - from.bottom;
  if (direction === "left") return from.left - box.right;
  return box.left - from.right;
}

/** The card next to `boxes[index]` in a direction among the cards of its area; -1 where there is none. */
export function cardBeside(boxes, index, direction) {
  const from = boxes[index];
  const at = centre(from);
  const sideways = direction === "left" || direction === "right";
  let best = -1;
  let least = Infinity;
  boxes.forEach((box, n) => {
    const far = gap(from, box, direction);
    const off = sideways ? outside(at.y, box.top, box.bottom) : outside(at.x, box.left, box.right);
    if (n === index || far < -ROUNDING || (sideways && off > 0)) return;
    const cost = far * 1000 + off;
    if (cost < least) [best, least] = [n, cost];
  });
  return best;
}

/**
 * The area next to another in a direction, as seen from a point in it: {x, y}. Of several at one side the one that the
 * point looks at; null where there is none.
 */
export function areaBeside(areas, id, point, direction) {
  const from = areas.find((area) => area.id === id);
  const sideways = direction === "left" || direction === "right";
  let best = null;
  let least = Infinity;
  for (const area of areas) {
    const far = gap(from, area, direction);
    const apart = sideways
      ? Math.max(area.top - from.bottom, from.top - area.bottom)
      : Math.max(area.left - from.right, from.left - area.right);
    if (area.id === id || far < -ROUNDING || apart > -ROUNDING) continue;
    const off = sideways ? outside(point.y, area.top, area.bottom) : outside(point.x, area.left, area.right);
    const cost = off * 1000 + far;
    if (cost < least) [best, least] = [area.id, cost];
  }
  return best;
}

/** The place among cards, laid out in rows from left to right, at which something dropped at a point goes in. */
export function dropIndex(boxes, { x, y }) {
  for (let n = 0; n < boxes.length; n += 1) {
    const box = boxes[n];
    const mates = boxes.filter((other) => isBeside(box, other));
    const bottom = Math.max(box.bottom, ...mates.map((other) => other.bottom));
    const middle = centre(box);
    if (y < box.top) return n;
    if (mates.length ? y <= bottom && x < middle.x : y < middle.y) return n;
  }
  return boxes.length;
}

function isBeside(box, other) {
  const shared = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
  return box !== other && shared > 0 && (other.left >= box.right - ROUNDING || other.right <= box.left + ROUNDING);
}

/** The line that shows a place among cards: {left, top, width, height}; `inside` is the box that the cards stand in. */
export function insertionLine(boxes, index, inside, thickness = 3) {
  const before = boxes[index - 1];
  const after = boxes[index];
  const columns = boxes.some((box) => boxes.some((other) => isBeside(box, other)));
  if (columns) {
    const box = after ?? before;
    const left = after ? after.left - thickness - 1 : before.right + 1;
    return { left, top: box.top, width: thickness, height: box.bottom - box.top };
  }
  const middle = before && after ? (before.bottom + after.top) / 2 : before ? before.bottom + 3 : after ? after.top - 3 : inside.top + 3;
  const across = after ?? before ?? inside;
  return { left: across.left, top: middle - thickness / 2, width: across.right - across.left, height: thickness };
} // prettier-ignore

/** How far to scroll at once while something is held near an edge of `box`: -1 to 1 of the fastest; 0 away from it. */
export function scrollPull(box, y, zone = 44) {
  const reach = Math.min(zone, (box.bottom - box.top) / 3);
  if (y < box.top + reach) return -Math.min(1, (box.top + reach - y) / reach);
  if (y > box.bottom - reach) return Math.min(1, (y - (box.bottom - reach)) / reach);
  return 0;
}

const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

/** What a key means on a card: {act, direction}; null where it means nothing to a board. */
export function meaning(event) {
  const step = stepOf(event);
  if (step) return { act: step };
  const command = event.ctrlKey || event.metaKey;
  const direction = ARROWS[event.key];
  if (direction && !command && !event.shiftKey) return { act: event.altKey ? "move" : "go", direction };
  if (event.altKey || (command && event.key !== "Home" && event.key !== "End")) return null;
  if (event.key === "Home") return { act: command ? "first" : "top" };
  if (event.key === "End") return { act: command ? "last" : "bottom" };
  if (event.key === "Enter" || event.key === "F2") return { act: "edit" };
  if (event.key === "Delete" || event.key === "Backspace") return { act: "remove" };
  // Also where the letters of the keyboard are Cyrillic.
  if (event.code === "KeyN" || event.key === "n") return { act: "add" };
  return null;
}

/** "undo" for Ctrl+Z, "redo" for Ctrl+Shift+Z and Ctrl+Y, else null; by the place of the key, whatever its letter. */
export function stepOf(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.code === "KeyZ") return event.shiftKey ? "redo" : "undo";
  return event.code === "KeyY" ? "redo" : null;
}
