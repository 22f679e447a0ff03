// Dragging the cards of a board with mouse, pen or finger. A finger drags by the grip, so that it can still scroll.
import { el } from "./shared.js";
import { dropIndex, insertionLine, scrollPull } from "./board_places.js";

// A press that moves less than this, in px, is a click.
const STILL = 5;
// px of a frame at the fastest
const SPEED = 18;
const CONTROLS = "button, input, textarea, select, a, [role=menu]";

/**
 * Lets cards of `board` be dragged. Returns {stop()}.
 *
 * The board gives `node` (positioned), `boxesOf(area, without)` (boxes of the cards of an area), and takes
 * `drop(id, area, index)`, the index counted without the card itself.
 */
export function makeDraggable(board) {
  let held = null;

  const onDown = (event) => {
    const card = event.target.closest?.(".bd-card");
    if (held || !card || event.button !== 0 || !event.isPrimary || event.target.closest(CONTROLS)) return;
    if (card.dataset.busy || (event.pointerType === "touch" && !event.target.closest(".bd-grip"))) return;
    held = { id: card.dataset.id, card, pointer: event.pointerId, x: event.clientX, y: event.clientY, startX: event.clientX, startY: event.clientY, ghost: null, place: null }; // prettier-ignore
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", onUp);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", onKey, true);
  };

  const onMove = (event) => {
    if (event.pointerId !== held.pointer) return;
    held.x = event.clientX;
    held.y = event.clientY;
    if (!held.ghost && Math.hypot(held.x - held.startX, held.y - held.startY) >= STILL) begin();
    if (held.ghost) event.preventDefault();
  };

  const onUp = (event) => {
    if (event.pointerId !== held.pointer) return;
    if (held.ghost) {
      held.x = event.clientX;
      held.y = event.clientY;
      locate();
    }
    const { id, place, ghost } = held;
    end();
    if (ghost && place) board.drop(id, place.area, place.index);
  };

  const onKey = (event) => {
    if (event.key !== "Escape" || !held.ghost) return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  };

  const begin = () => {
    const box = held.card.getBoundingClientRect();
    held.offsetX = held.startX - box.left;
    held.offsetY = held.startY - box.top;
    held.ghost = held.card.cloneNode(true);
    for (const node of [held.ghost, ...held.ghost.querySelectorAll("*")]) {
      for (const name of ["id", "role", "tabindex", "aria-labelledby"]) node.removeAttribute(name);
    }
    held.ghost.setAttribute("aria-hidden", "true");
    held.ghost.classList.add("bd-ghost");
    held.ghost.style.width = `${box.width}px`;
    held.line = el("div", { class: "bd-line", hidden: true });
    board.node.append(held.line, held.ghost);
    board.node.classList.add("bd-holding");
    held.card.classList.add("bd-held");
    try {
      held.card.setPointerCapture(held.pointer);
    } catch {
      // The pointer is gone; its end is still heard.
    }
    getSelection()?.removeAllRanges();
    frame();
  };

  const frame = () => {
    if (!held?.ghost) return;
    locate();
    pull();
    held.frame = requestAnimationFrame(frame);
  };

  /** The place under the pointer, with the line that shows it. */
  const locate = () => {
    const at = { x: held.x, y: held.y };
    const root = board.node.getBoundingClientRect();
    held.ghost.style.transform = `translate(${at.x - held.offsetX - root.left}px, ${at.y - held.offsetY - root.top}px)`;
    const under = document.elementsFromPoint(at.x, at.y);
    // A heading that stays in sight hides what lies below it.
    const hidden = under[0]?.closest(".bd-stick");
    const node = hidden ? null : under.map((one) => one.closest(".bd-area")).find((one) => one && board.node.contains(one));
    for (const area of board.node.querySelectorAll(".bd-over")) area.classList.toggle("bd-over", area === node);
    held.place = null;
    held.line.hidden = !node;
    if (!node) return;
    node.classList.add("bd-over");
    const boxes = board.boxesOf(node.dataset.area, held.id);
    const index = dropIndex(boxes, at);
    held.place = { area: node.dataset.area, index };
    const list = node.querySelector(".bd-list").getBoundingClientRect();
    const line = insertionLine(boxes, index, list);
    const top = Math.max(list.top, Math.min(list.bottom, line.top));
    Object.assign(held.line.style, {
      left: `${line.left - root.left}px`, top: `${top - root.top}px`, width: `${line.width}px`, height: `${line.height}px`,
    }); // prettier-ignore
  };

  /** Scrolls what the pointer is held near the edge of: the list of an area, then whatever the board stands in. */
  const pull = () => {
    const list = document.elementsFromPoint(held.x, held.y).map((one) => one.closest(".bd-list")).find(Boolean); // prettier-ignore
    const first = list ?? board.scroller ?? board.node.parentElement;
    pullAlong(first, { start: "top", end: "bottom", size: "Height", scroll: "scrollTop", overflow: "overflowY", at: held.y, most: innerHeight });
    if (board.scroller) pullAlong(first, { start: "left", end: "right", size: "Width", scroll: "scrollLeft", overflow: "overflowX", at: held.x, most: innerWidth });
  }; // prettier-ignore

  const pullAlong = (first, { start, end, size, scroll, overflow, at, most }) => {
    for (let node = first; node; node = node.parentElement) {
      const room = node[`scroll${size}`] - node[`client${size}`];
      const whole = node === document.scrollingElement;
      if (room <= 1 || (!whole && !/auto|scroll/.test(getComputedStyle(node)[overflow]))) continue;
      const box = whole ? { [start]: 0, [end]: most } : node.getBoundingClientRect();
      const seen = { top: Math.max(0, box[start]), bottom: Math.min(most, box[end]) };
      const step = Math.round(scrollPull(seen, at) * SPEED);
      if ((step < 0 && node[scroll] > 0) || (step > 0 && node[scroll] < room)) {
        node[scroll] += step;
        return;
      }
    }
  };

  const cancel = (event) => {
    if (held && (!event || event.pointerId === held.pointer)) end();
  };

  const end = () => {
    removeEventListener("pointermove", onMove);
    removeEventListener("pointerup", onUp);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", onKey, true);
    cancelAnimationFrame(held.frame);
    held.ghost?.remove();
    held.line?.remove();
    held.card.classList.remove("bd-held");
    board.node.classList.remove("bd-holding");
    for (const area of board.node.querySelectorAll(".bd-over")) area.classList.remove("bd-over");
    held = null;
  };

  board.node.addEventListener("pointerdown", onDown);
  return {
    stop: () => {
      board.node.removeEventListener("pointerdown", onDown);
      if (held) end();
    },
  };
}
