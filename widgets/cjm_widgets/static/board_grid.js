// A board whose areas are the cells of a grid: columns and rows with heads that stay in sight, rows that fold, strips
// that run over all columns, and a tray above it from which cards are put into cells.
import { el } from "./shared.js";
import { Board } from "./board.js";
import { icon } from "./board_card.js";
import { openMenu } from "./board_menu.js";

// So many cards of a cell are shown at once, in the order of their places.
const MOST = 4;
const TRAY = "tray";

/** The cell of a row and a column. */
export function cellOf(row, column) {
  return `${row}.${column}`;
}

/**
 * A board of cells. Besides what a `Board` hears, `options.on` hears details(id) and fold(row, isFolded).
 *
 * Columns are {id, title, head}, rows {id, title, tone, folded, node}: `head` is a node that stands above the column,
 * `node` a strip in place of cells. A cell's area is `cellOf(row, column)`.
 */
export class GridBoard extends Board {
  build() {
    super.build();
    this.home = null; // the area that has the tab stop
    this.opened = new Set(); // areas of which all cards are shown
    this.scroller = el("div", { class: "bd-scroll" }, this.place);
    this.place.classList.add("bd-grid");
    this.tray = this.makeTray();
    this.hint.after(this.tray.node, this.scroller);
  }

  makeTray() {
    const list = el("div", { class: "bd-list", "aria-label": this.t("tray"), "aria-describedby": this.hint.id });
    const add = el("button", { type: "button", hidden: true });
    const node = el("div", { class: "bd-area bd-tray", role: "group", "aria-label": this.t("tray"), dataset: { area: TRAY }, hidden: true },
      el("p", { class: "bd-head" }, el("strong", {}, this.t("tray")), el("span", { class: "cjm-quiet" }, this.t("tray_help"))), list); // prettier-ignore
    return { node, list, add, more: add };
  }

  destroy() {
    this.watch?.disconnect();
    super.destroy();
  }

  // The grid

  /** Lays the cells out; where they stand as they did, only the heads are new. */
  setGrid(rows, columns) {
    const shape = JSON.stringify([rows.map(({ id, folded }) => [id, Boolean(folded)]), columns.map(({ id }) => id)]);
    // What is being written is kept before its place is drawn anew.
    if (shape !== this.shape && this.editing?.field) this.finish(true);
    this.rows = rows;
    this.columns = columns;
    if (shape === this.shape) {
      this.renewHeads();
      return;
    }
    this.shape = shape;
    this.shown.clear();
    this.items.clear();
    this.editing = this.draft = null;
    this.shown.set(TRAY, this.tray);
    this.tray.list.replaceChildren();
    this.areas = rows.flatMap((row) => (row.node || row.folded ? [] : columns.map((column) => this.areaOf(row, column))));
    this.cells = this.areas;
    this.titles = JSON.stringify(columns.map(({ title }) => title));
    this.place.style.setProperty("--bd-columns", String(columns.length));
    const corner = el("div", { class: "bd-corner bd-stick" });
    this.watch ??= new ResizeObserver(([{ target }]) => this.scroller.style.setProperty("--bd-top", `${target.offsetHeight}px`));
    this.watch.disconnect();
    this.watch.observe(corner);
    this.top = columns.map((column) => el("div", { class: "bd-column bd-stick", role: "group", "aria-label": column.title }, column.head));
    this.place.replaceChildren(corner, ...this.top, ...rows.flatMap((row) => this.makeRow(row)));
  }

  areaOf(row, column) {
    return { id: cellOf(row.id, column.id), row: row.id, column: column.id, title: this.t("cell", { lane: row.title, stage: column.title }), tone: row.tone };
  } // prettier-ignore

  makeRow(row) {
    const fold = el("button", { type: "button", class: "bd-fold", "aria-expanded": String(!row.folded), onclick: () => this.on.fold(row.id, !row.folded) }, row.title);
    const head = el("div", { class: "bd-lane bd-stick", dataset: { lane: row.id, tone: row.tone ?? "" } }, fold, row.beside ?? null);
    if (row.folded) return [head, el("div", { class: "bd-folded", dataset: { lane: row.id } })];
    if (row.node) return [head, el("div", { class: "bd-strip" }, row.node)];
    return [head, ...this.columns.map((column) => this.makeCell(this.areaOf(row, column)))];
  } // prettier-ignore

  makeCell(area) {
    const label = this.t("add_to", { area: area.title });
    const add = el("button", { type: "button", class: "bd-add", tabindex: "-1", "aria-label": label, title: label, onclick: () => this.write(area.id) }, icon("add"));
    const more = el("button", { type: "button", class: "bd-more", tabindex: "-1", hidden: true, onclick: () => this.open(area.id) });
    const list = el("div", { class: "bd-list", "aria-label": area.title, "aria-describedby": this.hint.id });
    const node = el("div", { class: "bd-area bd-cell", dataset: { area: area.id, lane: area.row, tone: area.tone ?? "" } }, list, more, add);
    const made = { node, list, add, more };
    this.shown.set(area.id, made);
    return made.node;
  } // prettier-ignore

  renewHeads() {
    this.columns.forEach((column, n) => {
      const held = this.top[n];
      if (held.firstChild === column.head) return;
      const had = held.contains(document.activeElement);
      held.replaceChildren(column.head);
      held.setAttribute("aria-label", column.title);
      if (had) held.querySelector("button")?.focus({ preventScroll: true });
    });
    const titles = JSON.stringify(this.columns.map(({ title }) => title));
    if (titles === this.titles) return;
    this.titles = titles;
    const [rows, columns] = [this.rows, this.columns].map((all) => new Map(all.map((one) => [one.id, one])));
    for (const area of this.cells) {
      const { title } = this.areaOf(rows.get(area.row), columns.get(area.column));
      if (title === area.title) continue;
      area.title = title;
      const { add, list } = this.shown.get(area.id);
      add.title = this.t("add_to", { area: title });
      add.setAttribute("aria-label", add.title);
      list.setAttribute("aria-label", title);
    }
  }

  // Painting

  paint(cards) {
    const waits = cards.some((card) => card.area === TRAY);
    this.areas = waits ? [{ id: TRAY, title: this.t("tray") }, ...this.cells] : this.cells;
    super.paint(cards);
    if (!waits) this.tray.list.replaceChildren();
    this.tray.node.hidden = !waits;
    if (!this.lists.has(this.home)) this.settle(this.cells.find(({ id }) => this.lists.get(id).length)?.id ?? this.cells[0]?.id);
  } // prettier-ignore

  fill(area, list) {
    const { node, list: place, more } = this.shown.get(area);
    let cursor = place.firstElementChild;
    for (const card of list) {
      const { row } = this.item(card);
      if (cursor === row) cursor = cursor.nextElementSibling;
      else place.insertBefore(row, cursor);
    }
    const most = this.most(area);
    list.forEach((card, n) => {
      const { row } = this.items.get(card.id);
      const hidden = n >= most && this.editing?.id !== card.id;
      if (row.hidden !== hidden) row.hidden = hidden;
    });
    if (area !== TRAY) {
      more.hidden = list.length <= most;
      more.textContent = more.hidden ? "" : `${this.t("more")} (${list.length - most})`;
    }
    if (list.length) place.setAttribute("role", "grid");
    else place.removeAttribute("role");
    place.hidden = list.length === 0;
    node.dataset.empty = String(list.length === 0);
    const stop = list.some((card) => card.id === this.stops.get(area)) ? this.stops.get(area) : list[0]?.id;
    this.setStop(area, stop);
  }

  most(area) {
    return area === TRAY || this.opened.has(area) ? Infinity : MOST;
  }

  /** The cards of an area that are in sight. */
  seen(area) {
    return (this.lists.get(area) ?? []).slice(0, this.most(area));
  }

  /** Shows all cards of a cell. */
  open(area) {
    const next = this.seen(area).length;
    this.opened.add(area);
    this.paint([...this.cards.values()]);
    this.focusPlace(area, next);
  }

  // One tab stop for all cells: arrows lead from one to the next

  settle(area) {
    const before = this.home;
    this.home = area;
    for (const one of new Set([before, area])) if (this.shown.has(one)) this.setStop(one, this.stops.get(one));
  }

  setStop(area, id) {
    this.stops.set(area, id);
    const isHome = area === this.home;
    const list = this.lists.get(area) ?? [];
    for (const card of list) {
      const item = this.items.get(card.id);
      const on = isHome && card.id === id;
      if (!item || item.stop === on) continue;
      item.stop = on;
      for (const node of [item.cell, ...item.cell.querySelectorAll("button")]) node.tabIndex = on ? 0 : -1;
    }
    const { add, more } = this.shown.get(area) ?? {};
    if (add) add.tabIndex = isHome && !list.length ? 0 : -1;
    if (more && more !== add) more.tabIndex = isHome ? 0 : -1;
  }

  onFocus(event) {
    const area = event.target.closest(".bd-area")?.dataset.area;
    if (!area) return;
    if (area !== this.home) this.settle(area);
    const id = event.target.closest(".bd-card")?.dataset.id;
    if (id) this.setStop(area, id);
  }

  focus(id) {
    const area = this.items.get(id)?.card.area;
    if (area && !this.seen(area).some((card) => card.id === id)) {
      this.opened.add(area);
      this.paint([...this.cards.values()]);
    }
    return super.focus(id);
  }

  focusPlace(area, index) {
    if (this.areas.length === 0) return undefined; // all rows are folded
    return super.focusPlace(area, Math.min(index, Math.max(0, this.seen(area).length - 1)));
  }

  boxesOf(area, without = null) {
    return this.seen(area).filter((card) => card.id !== without).map((card) => this.items.get(card.id).cell.getBoundingClientRect());
  } // prettier-ignore

  // What a person does

  onKey(event) {
    const onCard = event.target.matches(".bd-card");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (onCard && plain && (event.code === "KeyD" || event.key === "d")) {
      event.preventDefault();
      event.stopPropagation();
      this.on.details(event.target.dataset.id);
    } else if (!event.target.closest(".bd-strip, .bd-stick")) super.onKey(event);
  }

  edit(id, options) {
    if (this.cards.get(id)?.area === TRAY) this.on.details(id);
    else super.edit(id, options);
  }

  write(area, index = Infinity, options) {
    if (area === TRAY) return;
    this.opened.add(area);
    super.write(area, index, options);
  }

  drop(id, area, index, options) {
    if (area === TRAY) this.say(this.t("no_further"));
    else super.drop(id, area, index, options);
  }

  openMenu(id) {
    this.closeMenu();
    const item = this.items.get(id);
    const area = this.areas.find((one) => one.id === this.cards.get(id)?.area);
    if (!item || !area) return;
    const list = this.lists.get(area.id);
    const index = list.findIndex((one) => one.id === id);
    const column = this.columns.findIndex((one) => one.id === area.column);
    const goto = (to, at) => () => {
      this.closeMenu();
      this.drop(id, to, at, { focus: true });
      this.focus(id);
    };
    const beside = (step, key) => {
      const next = this.columns[column + step];
      return column >= 0 && next ? [[this.t(key), goto(cellOf(area.row, next.id), Infinity)]] : [];
    };
    const entries = [
      ...(index > 0 ? [[this.t("move_up"), goto(area.id, index - 1)]] : []),
      ...(index < list.length - 1 ? [[this.t("move_down"), goto(area.id, index + 1)]] : []),
      ...beside(-1, "stage_before"),
      ...beside(1, "stage_after"),
      [this.t("details_note"), () => { this.closeMenu(); this.on.details(id); }],
    ]; // prettier-ignore
    this.menu = openMenu(this.node, entries, this.t("move_note"), item.cell.querySelector('[data-act="move"]'), () => this.closeMenu());
  } // prettier-ignore
}
