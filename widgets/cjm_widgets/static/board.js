// A board of cards in areas, worked with mouse, finger or keys alone. It keeps nothing: what a person does is handed
// on, and whoever owns the cards paints them anew. No sentence stands here; `t(key, fields)` gives the words.
import { announcer, el, guid } from "./shared.js";
import { areaBeside, between, byArea, cardBeside, dropIndex, meaning, moveTo } from "./board_places.js";
import { makeArea, placed } from "./board_area.js";
import { fillCard, fillEditor } from "./board_card.js";
import { openMenu } from "./board_menu.js";
import { makeDraggable } from "./board_drag.js";

const DRAFT = "new card";
let instances = 0;

/**
 * A board.
 *
 * `options.t(key, fields)` gives the words. `options.on` hears what a person does:
 * - move(id, {area, order}), edit(id, text), add({id, area, order, text}), remove(id), undo(), redo(), chip(id, index)
 *
 * Areas are {id, title, help, hint, row, column, rows, columns, width, tone}: a place in a grid from 1, and the least
 * width in px. Cards are {id, area, order, text, chips, marks, colour, verbatim, saving}; chips are
 * {label, title, name}, marks are of inference, assumption, own, verbatim.
 */
export class Board {
  constructor({ t, on }) {
    this.t = t;
    this.on = on;
    this.id = `cjm-board-${++instances}`;
    this.areas = [];
    this.shown = new Map(); // area -> its nodes
    this.items = new Map(); // card -> {card, row, cell}
    this.stops = new Map(); // area -> the card that has the tab stop
    this.cards = new Map();
    this.lists = new Map();
    this.editing = null; // {id, cell, text, card}
    this.draft = null;
    this.build();
  }

  build() {
    this.voice = announcer();
    this.hint = el("p", { class: "cjm-hidden", id: `${this.id}-keys` }, this.t("board_keys"));
    this.place = el("div", { class: "bd-areas" });
    this.node = el("div", { class: "bd", id: this.id }, this.hint, this.place, this.voice.node);
    this.node.addEventListener("keydown", (event) => this.onKey(event));
    this.node.addEventListener("focusin", (event) => this.onFocus(event));
    this.node.addEventListener("dblclick", (event) => {
      const cell = event.target.closest(".bd-card");
      if (cell && !event.target.closest("button, textarea")) this.edit(cell.dataset.id);
    });
    this.drag = makeDraggable(this);
  }

  destroy() {
    this.drag.stop();
    this.closeMenu();
  }

  say(text) {
    this.voice.say(text);
  }

  // The areas

  /** Lays the areas out anew; `back` are shapes behind them: {row, column, rows, columns, kind}. */
  setLayout(areas, back = []) {
    this.areas = areas;
    this.shown.clear();
    this.items.clear();
    this.editing = this.draft = null;
    const columns = Math.max(1, ...areas.map((area) => area.column + (area.columns ?? 1) - 1));
    this.place.style.setProperty("--bd-columns", String(columns));
    const width = Math.max(...areas.map((area) => (area.width ?? 180) / (area.columns ?? 1)));
    this.place.style.setProperty("--bd-width", `${Math.round(width)}px`);
    const backs = back.map((shape) => el("div", { class: "bd-back", "aria-hidden": "true", style: placed(shape), dataset: { kind: shape.kind } })); // prettier-ignore
    this.place.replaceChildren(...backs, ...areas.map((area) => this.makeArea(area)));
  }

  makeArea(area) {
    const made = makeArea(area, { id: this.id, t: this.t, hint: this.hint.id, write: () => this.write(area.id) });
    this.shown.set(area.id, made);
    return made.node;
  }

  // Painting

  /** Shows these cards, touching only what is not as it was. A card that is being written stays as it is. */
  paint(cards) {
    const had = this.focused();
    this.painting = true;
    this.cards = new Map(cards.map((card) => [card.id, card]));
    const all = [...cards];
    if (this.editing && !this.cards.has(this.editing.id)) all.push(this.editing.card);
    this.lists = byArea(all, this.areas);
    for (const [area, list] of this.lists) this.fill(area, list);
    const standing = new Set(all.map((card) => card.id));
    for (const [id, item] of this.items) {
      if (standing.has(id) && this.lists.has(item.card.area)) continue;
      item.row.remove();
      this.items.delete(id);
    }
    this.painting = false;
    if (had) this.refocus(had);
  }

  fill(area, list) {
    const { node, list: place, empty, count } = this.shown.get(area);
    let cursor = place.firstElementChild;
    for (const card of list) {
      const { row } = this.item(card);
      if (cursor === row) cursor = cursor.nextElementSibling;
      else place.insertBefore(row, cursor);
    }
    empty.hidden = list.length > 0;
    place.hidden = list.length === 0;
    if (list.length) place.setAttribute("role", "grid");
    else place.removeAttribute("role");
    const said = list.length ? this.t("notes", { n: list.length }) : "";
    if (count.textContent !== said) count.textContent = said;
    node.dataset.empty = String(list.length === 0);
    const stop = list.some((card) => card.id === this.stops.get(area)) ? this.stops.get(area) : list[0]?.id;
    this.setStop(area, stop);
  }

  /** One card of each area is reached by Tab; the others by arrows. */
  setStop(area, id) {
    this.stops.set(area, id);
    for (const card of this.lists.get(area) ?? []) {
      const item = this.items.get(card.id);
      const on = card.id === id;
      if (!item || item.stop === on) continue;
      item.stop = on;
      for (const node of [item.cell, ...item.cell.querySelectorAll("button")]) node.tabIndex = on ? 0 : -1;
    }
  }

  item(card) {
    const known = this.items.get(card.id);
    if (known?.card === card && known.looks) return known;
    const looks = JSON.stringify(card);
    if (known && (known.looks === looks || this.editing?.id === card.id)) {
      known.card = card;
      return known;
    }
    const cell = known?.cell ?? el("div", { class: "bd-card", role: "gridcell", dataset: { id: card.id } });
    const row = known?.row ?? el("div", { class: "bd-row", role: "row" }, cell);
    const item = { card, row, cell, looks, stop: null };
    this.items.set(card.id, item);
    if (card.draft) this.fillEditor(item);
    else this.fillCard(item);
    return item;
  }

  fillCard({ card, cell }) {
    fillCard(cell, card, { id: this.id, t: this.t, on: this.on, act: (act) => this.tool(act, card.id) });
  }

  tool(act, id) {
    if (act === "move") this.openMenu(id);
    else if (act === "edit") this.edit(id);
    else if (act === "remove") this.remove(id);
    else this.on[act]?.(id);
  }

  // The focus

  /** Where the focus is: {id, act, area, index}; null where it is not on the board. */
  focused() {
    const node = document.activeElement;
    if (!this.node.contains(node)) return null;
    const id = node.closest(".bd-card")?.dataset.id ?? null;
    const area = node.closest(".bd-area")?.dataset.area;
    return { node, id, area, act: node.dataset.act, index: (this.lists.get(area) ?? []).findIndex((card) => card.id === id) };
  } // prettier-ignore

  /** After something was painted: the same place has the focus again, or the one that is nearest to what went. */
  refocus({ node, id, area, act, index }) {
    if (node.isConnected) {
      if (document.activeElement !== node) node.focus({ preventScroll: true });
      return;
    }
    const item = this.items.get(id);
    const same = item && act && item.cell.querySelector(`[data-act="${act}"]`);
    if (same) same.focus({ preventScroll: true });
    else if (item) this.focus(id);
    else this.focusPlace(area, index);
  }

  /** Puts the focus on a card; whether it is there. */
  focus(id) {
    const item = this.items.get(id);
    if (!item) return false;
    this.setStop(item.card.area, id);
    item.cell.focus({ preventScroll: true });
    item.cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  /** Puts the focus on the card at a place, or on what adds one where there is none. */
  focusPlace(area, index) {
    const list = this.lists.get(area);
    if (!list) return this.focusPlace(this.areas[0].id, 0);
    const card = list[Math.max(0, Math.min(list.length - 1, index))];
    if (card) this.focus(card.id);
    else this.shown.get(area).add.focus();
    return undefined;
  }

  onFocus(event) {
    const cell = event.target.closest(".bd-card");
    const area = event.target.closest(".bd-area")?.dataset.area;
    if (cell && area) this.setStop(area, cell.dataset.id);
  }

  // Keys

  onKey(event) {
    if (event.target.closest("textarea, [role=menu]")) return;
    const had = this.focused();
    const means = meaning(event);
    if (!means || !had) return;
    const onCard = had.id !== null && event.target.closest(".bd-card") === event.target;
    const steps = means.act === "undo" || means.act === "redo";
    // On a button of a card Enter presses it, and an arrow leads back to the card.
    if (!onCard && !steps && (means.act !== "go" && means.act !== "add")) return; // prettier-ignore
    if (!had.area && !steps) return;
    event.preventDefault();
    event.stopPropagation();
    if (steps) this.on[means.act]?.();
    else if (had.id !== null && !onCard && means.act === "go") this.focus(had.id);
    else this.act(means, had);
  }

  act({ act, direction }, { id, area, index }) {
    const list = this.lists.get(area);
    if (act === "go") this.go(id, area, direction);
    else if (act === "move") this.shift(id, direction);
    else if (act === "top") this.focusPlace(area, 0);
    else if (act === "bottom") this.focusPlace(area, list.length - 1);
    else if (act === "first") this.focusPlace(this.areas[0].id, 0);
    else if (act === "last") this.focusPlace(this.areas.at(-1).id, Infinity);
    else if (act === "edit") this.edit(id);
    else if (act === "remove") this.remove(id);
    else if (act === "add") this.write(area, index + 1);
  }

  boxesOf(area, without = null) {
    return (this.lists.get(area) ?? []).filter((card) => card.id !== without).map((card) => this.items.get(card.id).cell.getBoundingClientRect());
  } // prettier-ignore

  /** Where an arrow leads from a card: {area, index, point}, the index one of the list as it stands. */
  towards(id, area, direction) {
    const boxes = this.boxesOf(area);
    const index = (this.lists.get(area) ?? []).findIndex((card) => card.id === id);
    const inside = index < 0 ? -1 : cardBeside(boxes, index, direction);
    if (inside >= 0) return { area, index: inside };
    const rects = this.areas.map((one) => {
      const { left, top, right, bottom } = this.shown.get(one.id).node.getBoundingClientRect();
      return { id: one.id, left, top, right, bottom };
    });
    const own = index < 0 ? rects.find((one) => one.id === area) : boxes[index];
    const point = { x: (own.left + own.right) / 2, y: index < 0 ? own.top + 20 : (own.top + own.bottom) / 2 };
    const next = areaBeside(rects, area, point, direction);
    if (next === null) return null;
    if (direction === "up") return { area: next, index: Infinity };
    if (direction === "down") return { area: next, index: 0 };
    return { area: next, index: dropIndex(this.boxesOf(next), point) };
  }

  go(id, area, direction) {
    const to = this.towards(id, area, direction);
    if (to) this.focusPlace(to.area, to.index);
  }

  shift(id, direction) {
    const card = this.cards.get(id);
    const to = card && this.towards(id, card.area, direction);
    if (to) this.drop(id, to.area, to.index, { focus: true });
    else if (card) this.say(this.t("no_further"));
  }

  // What a person does

  /** Moves a card to a place, counted without the card itself. */
  drop(id, area, index, { focus = false } = {}) {
    const move = this.cards.has(id) && moveTo(this.lists, id, area, index);
    if (!move) return;
    this.on.move(id, move);
    if (focus) this.focus(id);
    const list = this.lists.get(area);
    const place = list.findIndex((card) => card.id === id) + 1;
    this.say(this.t("moved", { area: this.title(area), place, n: list.length }));
    const cell = this.items.get(id)?.cell;
    cell?.classList.add("bd-landed");
    cell?.addEventListener("animationend", () => cell.classList.remove("bd-landed"), { once: true });
  }

  title(area) {
    return this.areas.find((one) => one.id === area)?.title ?? area;
  }

  remove(id) {
    if (this.cards.has(id)) this.on.remove(id);
  }

  /**
   * Opens a card for writing in its place; `text` is what was typed before, `error` why it was not taken.
   * With `anew` all of it is selected: what is typed takes its place.
   */
  edit(id, { text = null, error = "", anew = false } = {}) {
    const item = this.items.get(id);
    if (!item || this.editing?.id === id) return;
    this.finish(true);
    this.fillEditor(this.items.get(id) ?? item, { text, error, anew });
  }

  /** Opens a new card for writing. */
  write(area, index = Infinity, { text = "", error = "" } = {}) {
    this.finish(true);
    const list = this.lists.get(area) ?? [];
    const at = Math.min(index, list.length);
    const card = { id: DRAFT, area, order: between(list[at - 1]?.order, list[at]?.order), text, draft: true };
    this.draft = { back: this.focused() };
    this.editing = { id: DRAFT, card };
    this.draftError = error;
    this.paint([...this.cards.values()]);
  }

  fillEditor(item, { text = null, error = this.draftError ?? "", anew = false } = {}) {
    const { card, cell } = item;
    const name = card.draft ? this.t("new_note_in", { area: this.title(card.area) }) : this.t("text_of_note");
    const finish = (save) => this.finish(save, { stay: true });
    const field = fillEditor(cell, { t: this.t, name, text: text ?? card.text, error, finish });
    this.draftError = "";
    item.stop = null;
    this.editing = { id: card.id, card, cell, field, before: card.text };
    field.addEventListener("focusout", (event) => {
      if (!this.painting && !cell.contains(event.relatedTarget) && document.hasFocus()) this.finish(true);
    });
    // A draft is only now on its way to the page.
    queueMicrotask(() => {
      if (this.editing?.field !== field) return;
      field.focus({ preventScroll: true });
      field.setSelectionRange(anew ? 0 : field.value.length, field.value.length);
      cell.scrollIntoView({ block: "nearest" });
    });
  }

  /** Ends the writing of a card; with `stay` the focus goes to the card. */
  finish(save, { stay = false } = {}) {
    if (!this.editing?.field) return;
    const { id, card, field, before } = this.editing;
    const text = field.value.trim();
    const back = this.draft?.back;
    const item = this.items.get(id);
    this.editing = this.draft = null;
    if (id === DRAFT) {
      const made = { id: guid(), area: card.area, order: card.order, text };
      const adds = save && text;
      if (adds) this.on.add(made);
      else this.paint([...this.cards.values()]);
      if (stay && !(adds && this.focus(made.id)) && !(back?.id && this.focus(back.id))) this.shown.get(card.area)?.add.focus();
      return;
    }
    const now = this.cards.get(id);
    if (item && now) {
      item.card = now;
      item.looks = "";
    }
    // An empty text changes nothing: a card is removed on purpose only.
    if (save && text && text !== before) this.on.edit(id, text);
    else this.paint([...this.cards.values()]);
    if (stay) this.focus(id) || this.focusPlace(card.area, 0);
  }

  // The menu of places: for whoever neither drags nor has a keyboard

  openMenu(id) {
    this.closeMenu();
    const item = this.items.get(id);
    const card = this.cards.get(id);
    if (!item || !card) return;
    const list = this.lists.get(card.area);
    const index = list.findIndex((one) => one.id === id);
    const goto = (area, at) => () => {
      this.closeMenu();
      this.drop(id, area, at, { focus: true });
      this.focus(id);
    };
    const others = this.areas.filter((area) => area.id !== card.area);
    const entries = [
      ...(index > 0 ? [[this.t("move_up"), goto(card.area, index - 1)]] : []),
      ...(index < list.length - 1 ? [[this.t("move_down"), goto(card.area, index + 1)]] : []),
      ...others.map((area) => [this.t("move_to", { area: area.title }), goto(area.id, Infinity)]),
    ];
    this.menu = openMenu(this.node, entries, this.t("move_note"), item.cell.querySelector('[data-act="move"]'), () => this.closeMenu());
  } // prettier-ignore

  closeMenu() {
    const { menu } = this;
    this.menu = null;
    menu?.remove();
  }
}
