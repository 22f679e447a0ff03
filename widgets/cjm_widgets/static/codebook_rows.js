// The tree of codes on the page: rows, mouse, keys, names typed in place.
import { above, childrenOf, colourOf, fold, matches, mayMove, placeBeside, retiredCodes, shorten, treeRows, visibleRows } from "./codebook_tree.js";
import { el } from "./shared.js";

// What a view showed last, so that a view drawn anew opens where the other was left.
export const lastShown = new WeakMap();

export const withRows = (Base) => class extends Base {
  // The tree

  paint() {
    if (!this.server) return;
    const codes = this.codes();
    this.now = codes;
    if (this.wanted && codes.has(this.wanted)) {
      const key = this.wanted;
      this.wanted = null;
      this.reveal(key);
      return;
    }
    if (this.ui.selected && !codes.has(this.ui.selected)) {
      this.ui.selected = null;
      this.paintDetails();
    }
    lastShown.set(this.model, { ...this.ui, edit: null });
    const all = treeRows(codes);
    this.shown = visibleRows(all, codes, this.ui.open, this.ui.query);
    const retired = retiredCodes(codes);
    const focused = this.root.contains(document.activeElement) ? document.activeElement : null;
    const key = focused?.closest?.("[data-key]")?.dataset.key;
    this.fillTree(this.tree, this.shown, codes);
    this.placeNewRow();
    const flat = retired.map((code, n) => ({ code, level: 1, place: n + 1, size: retired.length, leaf: true, path: true }));
    this.fillTree(this.retiredTree, this.ui.retired ? flat : [], codes);
    this.retiredTree.hidden = !this.ui.retired || !retired.length;
    this.retiredButton.hidden = !retired.length;
    this.retiredButton.textContent = this.n("show_retired", retired.length);
    this.retiredButton.setAttribute("aria-expanded", String(this.ui.retired));
    this.retiredFlat = flat;
    for (const [tree, rows] of [[this.tree, this.shown], [this.retiredTree, flat]]) this.oneTabStop(tree, rows);
    const hits = this.ui.query.trim() ? all.filter((row) => matches(row.code, fold(this.ui.query.trim()))).length : -1;
    this.hits.textContent = hits >= 0 ? this.n("hits", hits) : "";
    this.empty.hidden = hits !== 0;
    this.empty.textContent = hits === 0 ? this.t("no_hits", { query: this.ui.query.trim() }) : "";
    this.undo.disabled = !this.server.undo && !this.pending().length;
    this.redo.disabled = !this.server.redo;
    // A row that was moved in the page loses the focus; it gets it back.
    if (focused && !focused.isConnected && key) this.focusRow(key);
    else if (focused?.isConnected && document.activeElement === document.body) focused.focus();
  }

  fillTree(tree, rows, codes) {
    const wanted = rows.map((row) => this.paintRow(row, codes));
    for (const { op, args } of this.pending()) {
      if (tree === this.tree && op === "add_code") wanted.splice(this.afterRow(rows, args.parent), 0, this.savingRow(args));
    }
    const keep = new Set(wanted);
    if (this.editRow?.parentNode === tree) keep.add(this.editRow);
    for (const child of [...tree.children]) if (!keep.has(child)) child.remove();
    let cursor = tree.firstElementChild;
    for (const row of wanted) {
      while (cursor && cursor === this.editRow) cursor = cursor.nextElementSibling;
      if (cursor === row) cursor = cursor.nextElementSibling;
      else tree.insertBefore(row, cursor);
    }
  }

  /** Where a new code below `parent` is shown: right under it. */
  afterRow(rows, parent) {
    return rows.findIndex((row) => row.code.key === parent) + 1;
  }

  savingRow({ name, parent }) {
    const level = above(this.now, parent).length + 2;
    return el(
      "li",
      { role: "treeitem", class: "cb-row cb-saving", "aria-level": level, style: { "--level": level } },
      el("span", { class: "cb-twisty" }),
      el("span", { class: "cb-dot" }),
      el("bdi", { class: "cb-name" }, name),
      el("span", { class: "cb-hint" }, this.t("saving")),
    );
  }

  paintRow({ code, level, place, size, leaf, path }, codes) {
    let row = this.rows.get(code.key);
    if (!row) {
      row = el(
        "li",
        { role: "treeitem", class: "cb-row", "data-key": code.key, tabindex: "-1" },
        el("span", { class: "cb-twisty", "aria-hidden": "true" }),
        el("span", { class: "cb-dot", "aria-hidden": "true" }),
        el("bdi", { class: "cb-name" }),
        el("span", { class: "cb-figure" }),
        el("span", { class: "cb-figure" }),
        el("span", { class: "cb-figure cb-suggested" }),
      );
      this.rows.set(code.key, row);
    }
    const [twisty, dot, name, codings, people, suggested] = row.children;
    const [, total, , k, , machine] = this.server.counts[code.key] ?? [0, 0, 0, 0, 0, 0];
    const open = this.ui.open.has(code.key) || Boolean(this.ui.query.trim());
    const selected = this.ui.selected === code.key;
    row.style.setProperty("--level", level);
    row.classList.toggle("cb-selected", selected);
    row.classList.toggle("cb-is-retired", code.retired);
    row.draggable = code.key !== code.kind;
    const attrs = {
      "aria-level": level, "aria-posinset": place, "aria-setsize": size, "aria-selected": selected,
      "aria-label": this.rowLabel(code), title: this.figures(code.key),
    }; // prettier-ignore
    for (const [attr, value] of Object.entries(attrs)) row.setAttribute(attr, String(value));
    if (leaf) row.removeAttribute("aria-expanded");
    else row.setAttribute("aria-expanded", String(open));
    twisty.textContent = leaf ? "" : open ? "▾" : "▸";
    dot.style.background = colourOf(codes, code.key);
    if (this.renaming !== code.key) setText(name, path ? this.pathName(code, codes) : code.name);
    setText(codings, total ? this.number(total) : "·");
    setText(people, k ? this.t("share", { k, n: this.server.people }) : "");
    setText(suggested, machine ? `+${this.number(machine)}` : "");
    return row;
  }

  number(n) {
    return new Intl.NumberFormat(this.lang).format(n);
  }

  pathName(code, codes) {
    const kind = codes.get(code.kind);
    return kind && kind.key !== code.key ? `${kind.name}: ${code.name}` : code.name;
  }

  rowLabel(code) {
    const [, total, , k, , machine] = this.server.counts[code.key] ?? [0, 0, 0, 0, 0, 0];
    const parts = [code.name, this.n("codings", total)];
    if (k) parts.push(this.t("people", { k, n: this.server.people }));
    if (machine) parts.push(this.n("suggestions", machine));
    if (code.retired) parts.push(this.t("retired"));
    return parts.join(", ");
  }

  /** All figures of a code, for the tooltip and the details. */
  figures(key, between = "\n") {
    const [own, total, , k, , machine] = this.server.counts[key] ?? [0, 0, 0, 0, 0, 0];
    const lines = [this.n("codings", total)];
    if (total !== own) lines.push(this.n("of_itself", own));
    lines.push(this.t("people", { k, n: this.server.people }));
    if (machine) lines.push(this.n("suggestions", machine));
    return lines.join(between);
  }

  oneTabStop(tree, rows) {
    const keys = rows.map((row) => row.code.key);
    const stop = keys.includes(this.ui.selected) ? this.ui.selected : keys[0];
    for (const key of keys) {
      const row = this.rows.get(key);
      if (row?.parentNode === tree) row.tabIndex = key === stop ? 0 : -1;
    }
  }

  focusRow(key) {
    const row = this.rows.get(key);
    if (!row?.isConnected) return;
    row.focus({ preventScroll: true });
    // Only the list of codes scrolls: the notebook stays where it is.
    const list = row.closest(".cb-left");
    const [box, frame] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
    if (box.top < frame.top + 30) list.scrollTop -= frame.top + 30 - box.top;
    if (box.bottom > frame.bottom) list.scrollTop += box.bottom - frame.bottom;
  }

  select(key, focus = true) {
    if (this.ui.selected !== key) {
      this.flush();
      const before = this.rows.get(this.ui.selected);
      this.ui.selected = key;
      before?.classList.remove("cb-selected");
      before?.setAttribute("aria-selected", "false");
      const row = this.rows.get(key);
      if (row?.isConnected) {
        row.classList.add("cb-selected");
        row.setAttribute("aria-selected", "true");
        row.parentNode.querySelectorAll('[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
        row.tabIndex = 0;
      }
      lastShown.set(this.model, { ...this.ui, edit: null });
      this.paintDetails();
    }
    if (focus) this.focusRow(key);
  }

  /** Show a code wherever it is, and choose it. */
  reveal(key) {
    const codes = this.codes();
    above(codes, key).forEach((one) => this.ui.open.add(one));
    this.ui.query = this.search.value = "";
    if (retiredCodes(codes).some((code) => code.key === key)) this.ui.retired = true;
    this.select(key, false);
    this.paint();
    this.focusRow(key);
  }

  find(query) {
    this.ui.query = query;
    this.paint();
  }

  openAll(open) {
    this.ui.open = new Set(open ? treeRows(this.codes()).map((row) => row.code.key) : []);
    this.paint();
  }

  toggle(key, open) {
    if (open) this.ui.open.add(key);
    else this.ui.open.delete(key);
    this.paint();
  }

  // Mouse

  rowOf(event) {
    return event.target.closest?.("[data-key]")?.dataset.key;
  }

  onTreeClick(event) {
    const key = this.rowOf(event);
    if (!key || event.target.closest("input")) return;
    if (event.target.classList.contains("cb-twisty")) this.toggle(key, !this.ui.open.has(key));
    this.select(key);
  }

  onTreeDouble(event) {
    const key = this.rowOf(event);
    if (key && !event.target.closest("input, .cb-twisty")) this.startRename(key);
  }

  onTreeMenu(event) {
    const key = this.rowOf(event);
    if (!key || event.target.closest("input")) return;
    event.preventDefault();
    event.stopPropagation();
    this.select(key);
    this.menu(key);
  }

  onDragStart(event) {
    const key = this.rowOf(event);
    if (!key || event.target.closest("input")) return;
    this.dragged = key;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", key); // without any, browsers do not begin
    event.stopPropagation();
  }

  onDragOver(event) {
    const key = this.rowOf(event);
    const spot = this.dragged && key ? this.spot(event, key) : null;
    this.markDrop(spot);
    if (spot) {
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = "move";
    }
  }

  /** Where a dragged code would go: into a code, or before or after it. */
  spot(event, key) {
    const codes = this.codes();
    const code = codes.get(key);
    if (key === this.dragged) return null;
    const box = this.rows.get(key).getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    const edge = code.key === code.kind ? "into" : share < 0.25 ? "before" : share > 0.75 ? "after" : "into";
    return mayMove(codes, this.dragged, edge === "into" ? key : code.parent) ? { key, edge } : null;
  }

  markDrop(spot) {
    this.root.querySelectorAll("[data-drop]").forEach((row) => delete row.dataset.drop);
    if (spot) this.rows.get(spot.key).dataset.drop = spot.edge;
  }

  onDrop(event) {
    const key = this.rowOf(event);
    const spot = this.dragged && key ? this.spot(event, key) : null;
    this.markDrop(null);
    if (!spot) return;
    event.preventDefault();
    event.stopPropagation();
    const [dragged, codes] = [this.dragged, this.codes()];
    this.dragged = null;
    if (spot.edge === "into") this.move(dragged, key);
    else this.move(dragged, codes.get(key).parent, placeBeside(codes, dragged, key, spot.edge === "after"));
  }

  move(key, parent, position = null) {
    const codes = this.codes();
    if (position === null && codes.get(key).parent === parent) return;
    this.ui.open.add(parent);
    this.op("move_code", position === null ? { key, parent } : { key, parent, position });
    this.select(key);
    this.focusRow(key);
  }

  // Keyboard

  onRootKey(event) {
    const inField = event.target.matches("input, textarea, select");
    const command = event.ctrlKey || event.metaKey;
    if (command && !inField && event.code === "KeyZ" && !event.shiftKey) this.op("undo", {});
    else if (command && !inField && (event.code === "KeyY" || event.code === "KeyZ")) this.op("redo", {});
    else if (event.key === "Escape" && event.target === this.search && this.ui.query) {
      this.search.value = "";
      this.find("");
    } else if (event.target === this.search && (event.key === "ArrowDown" || event.key === "Enter")) this.toFirstHit();
    else return;
    event.preventDefault();
  }

  toFirstHit() {
    const wanted = fold(this.ui.query.trim());
    const row = this.shown.find((one) => !wanted || matches(one.code, wanted));
    if (row) this.select(row.code.key);
  }

  onTreeKey(event) {
    const key = this.rowOf(event);
    if (!key || event.target.closest("input")) return;
    const rows = event.currentTarget === this.tree ? this.shown : this.retiredFlat;
    const at = rows.findIndex((row) => row.code.key === key);
    if (at >= 0 && this.treeKey(event, rows, at)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  treeKey(event, rows, at) {
    const { code, leaf, level } = rows[at];
    const open = !leaf && (this.ui.open.has(code.key) || this.ui.query.trim());
    const go = (n) => rows[n] && this.select(rows[n].code.key);
    const codeKey = code.key;
    if (event.ctrlKey || event.metaKey) return false;
    if (event.altKey) {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return false;
      this.shift(codeKey, event.key === "ArrowUp" ? -1 : 1);
      return true;
    }
    const ongoing = this.typed.text && event.timeStamp - this.typed.at < 900;
    const letter = [...event.key].length === 1;
    const act = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (!leaf && !open ? this.toggle(codeKey, true) : !leaf && go(at + 1)),
      ArrowLeft: () => (open && !this.ui.query.trim() ? this.toggle(codeKey, false) : go(rows.findLastIndex((row, n) => n < at && row.level < level))),
      "*": () => this.openAll(true),
      "-": () => this.openAll(false),
      Enter: () => this.details.querySelector("input, textarea, button")?.focus(),
      " ": () => !leaf && this.toggle(codeKey, !open),
      F2: () => this.startRename(codeKey),
      Insert: () => this.startNew(codeKey),
      Delete: () => this.retire(codeKey),
      ContextMenu: () => this.menu(codeKey),
      "/": () => this.search.focus(),
      "?": () => this.help(),
    }[event.key];
    const command = !ongoing && !event.shiftKey && { KeyN: () => this.startNew(codeKey), KeyM: () => this.moveDialog(codeKey) }[event.code];
    const chosen = event.key === "F10" && event.shiftKey ? () => this.menu(codeKey) : (!(ongoing && event.key === " ") && act) || command;
    if (chosen) {
      this.typed.text = "";
      chosen();
    } else if (letter) this.typeAhead(event, rows, at, ongoing);
    return Boolean(chosen || letter);
  }

  /** To the next code that begins with what is typed; the same letter again goes on to the next one. */
  typeAhead(event, rows, at, ongoing) {
    const letter = fold(event.key);
    const before = ongoing ? this.typed.text : "";
    const text = before === letter ? letter : before + letter;
    this.typed = { text, at: event.timeStamp };
    const first = text.length > 1 ? at : at + 1;
    for (let n = 0; n < rows.length; n += 1) {
      const row = rows[(first + n) % rows.length];
      if (fold(row.code.name).startsWith(text)) {
        this.select(row.code.key);
        return;
      }
    }
  }

  shift(key, by) {
    const codes = this.codes();
    const { parent } = codes.get(key);
    if (!parent) return;
    const siblings = this.shown.filter((row) => row.code.parent === parent).map((row) => row.code.key);
    const to = siblings.indexOf(key) + by;
    if (to < 0 || to >= siblings.length) return;
    this.op("move_code", { key, parent, position: placeBeside(codes, key, siblings[to], by > 0) });
    this.focusRow(key);
    this.say(this.t("moved_up", { code: shorten(codes.get(key).name), n: to + 1, total: siblings.length }));
  }

  // New names in the tree

  startRename(key) {
    const code = this.codes().get(key);
    const row = this.rows.get(key);
    if (!code || !row?.isConnected) return;
    this.renaming = key;
    const name = row.querySelector(".cb-name");
    const close = (text) => {
      if (this.renaming !== key) return;
      this.renaming = null;
      if (text !== null && text.trim() !== code.name && (text.trim() || !code.own)) {
        this.op("change_code", { key, name: text.trim() });
      }
      this.paint();
    };
    const input = this.nameInput(this.t("rename", { code: shorten(code.name) }), code.name, (text) => {
      close(text);
      this.focusRow(key);
    });
    input.addEventListener("blur", () => close(input.value));
    name.replaceChildren(input);
    input.focus();
    input.select();
  }

  startNew(parent = null) {
    const codes = this.codes();
    const key = parent ?? this.ui.selected ?? this.shown[0]?.code.key;
    if (!key || codes.get(key).retired) return;
    this.ui.open.add(key);
    this.ui.query = this.search.value = "";
    this.ui.edit = { parent: key, text: "", error: "" };
    this.paint();
  }

  /** The row in which a new code is named stands right below its parent. */
  placeNewRow() {
    const edit = this.ui.edit;
    if (!edit) {
      this.editRow?.remove();
      this.editRow = null;
      return;
    }
    const parent = this.rows.get(edit.parent);
    if (!this.editRow) {
      const level = above(this.now, edit.parent).length + 2;
      const label = this.t("new_name", { code: shorten(this.now.get(edit.parent)?.name ?? "") });
      const input = this.nameInput(label, edit.text, (text) => this.closeNew(text));
      input.addEventListener("blur", () => input.value.trim() || this.closeNew(null));
      const error = el("span", { class: "cb-error", role: "alert" }, edit.error);
      this.editRow = el(
        "li",
        { role: "treeitem", class: "cb-row cb-new", "aria-level": level, "aria-label": label, style: { "--level": level } },
        el("span", { class: "cb-twisty" }),
        el("span", { class: "cb-dot" }),
        input,
        error,
      );
      parent?.isConnected ? parent.after(this.editRow) : this.tree.prepend(this.editRow);
      input.focus();
    }
  }

  closeNew(text) {
    const edit = this.ui.edit;
    if (!edit) return;
    this.ui.edit = null;
    this.editRow?.remove();
    this.editRow = null;
    if (text?.trim()) {
      const kind = this.codes().get(edit.parent).kind;
      this.op("add_code", { name: text.trim(), kind, parent: edit.parent });
    } else this.paint();
    this.focusRow(edit.parent);
  }

  nameInput(label, value, done) {
    const input = el("input", { type: "text", class: "cb-name-input", "aria-label": label, value });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") done(input.value);
      else if (event.key === "Escape") done(null);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return input;
  }
};

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
