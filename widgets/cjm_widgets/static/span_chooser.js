// A list to choose from, beside the words it is about: a field to type in, hits below, Enter takes the first one.

import { el, safeColour } from "./shared.js";

let count = 0;

export class Chooser {
  // `root` is positioned; the list is kept inside of it.
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.node = null;
  }

  get isOpen() {
    return this.node !== null;
  }

  // choice: {at: {left, top, bottom} in the page, label, placeholder, items(typed) -> [{value, text, note, colour,
  // current, heading}], onPick(value), onClose(), copy: text for Ctrl+C, empty: what to say without hits}
  open(choice) {
    this.close();
    count += 1;
    this.choice = choice;
    const id = `cjm-chooser-${count}`;
    this.list = el("ul", { class: "cjm-options", role: "listbox", id, "aria-label": choice.label });
    this.field = el("input", {
      type: "text", class: "cjm-field", role: "combobox", "aria-expanded": "true", "aria-controls": id,
      "aria-autocomplete": "list", "aria-label": choice.placeholder, placeholder: choice.placeholder,
      autocomplete: "off", spellcheck: "false",
      oninput: () => this.fill(), onkeydown: (event) => this.key(event), oncopy: (event) => this.copy(event),
    });
    this.hint = el("div", { class: "cjm-hint" });
    this.node = el(
      "div",
      { class: "cjm-chooser", role: "dialog", "aria-label": choice.label },
      this.field,
      this.list,
      this.hint,
    );
    this.node.addEventListener("focusout", (event) => {
      if (this.node && event.relatedTarget && !this.node.contains(event.relatedTarget)) this.close();
    });
    this.root.append(this.node);
    this.fill();
    this.place(choice.at);
    this.field.focus({ preventScroll: true });
  }

  fill() {
    this.items = this.choice.items(this.field.value);
    this.active = 0;
    const current = this.field.value ? -1 : this.items.findIndex((item) => item.current);
    if (current > 0) this.active = current;
    const rows = this.items.map((item, n) => this.row(item, n));
    if (rows.length === 0) {
      rows.push(el("li", { class: "cjm-empty", role: "option", "aria-disabled": "true" }, this.choice.empty ?? "–"));
    }
    this.list.replaceChildren(...rows);
    this.rows = rows;
    this.mark();
  }

  row(item, n) {
    const swatch = el("span", { class: "cjm-swatch", style: { "--c": safeColour(item.colour, "transparent") } });
    return el(
      "li",
      {
        role: "option",
        id: `${this.list.id}-${n}`,
        class: item.heading ? "cjm-option cjm-heading" : "cjm-option",
        "aria-selected": "false",
        // The field keeps the focus, and the words stay marked.
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.pick(n),
        style: { "--depth": String(item.depth ?? 0) },
      },
      swatch,
      el("span", { class: "cjm-option-text" }, item.text),
      item.note ? el("span", { class: "cjm-option-note" }, item.note) : null,
    );
  }

  mark() {
    this.rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === this.active && this.items.length > 0)));
    const row = this.rows[this.active];
    if (this.items.length) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
    row?.scrollIntoView?.({ block: "nearest" });
    this.hint.textContent = this.items[this.active]?.hint ?? "";
  }

  key(event) {
    const last = this.items.length - 1;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (Object.hasOwn(moves, event.key)) {
      const to = this.active + moves[event.key];
      this.active = Math.abs(moves[event.key]) === 1 ? (to < 0 ? last : to > last ? 0 : to) : Math.max(0, Math.min(last, to));
      this.mark();
    } else if (event.key === "Enter") {
      if (!event.isComposing && this.items.length) this.pick(this.active);
    } else if (event.key === "Escape" || event.key === "Tab") {
      this.close();
    } else {
      const n = this.field.value === "" ? this.items.findIndex((item) => item.shortcut === event.key) : -1;
      if (n < 0) return;
      this.pick(n);
    }
    event.preventDefault();
  }

  copy(event) {
    if (this.choice.copy && this.field.selectionStart === this.field.selectionEnd) {
      event.clipboardData.setData("text/plain", this.choice.copy);
      event.preventDefault();
    }
  }

  pick(n) {
    const { value } = this.items[n];
    const { onPick } = this.choice;
    this.close();
    onPick(value);
  }

  close() {
    if (!this.node) return;
    const { node, choice } = this;
    this.node = null;
    node.remove();
    choice.onClose?.();
  }

  // Below the words where there is room, else above them; never over them.
  place(at) {
    const frame = this.root.getBoundingClientRect();
    const box = this.node.getBoundingClientRect();
    const gap = 6;
    const below = frame.bottom - at.bottom - 2 * gap;
    const above = at.top - frame.top - 2 * gap;
    const under = box.height <= below || below >= above;
    const height = Math.min(box.height, Math.max(180, under ? below : above));
    const top = under ? at.bottom - frame.top + gap : at.top - frame.top - height - gap;
    this.node.style.height = `${height}px`;
    this.node.style.left = `${Math.max(4, Math.min(at.left - frame.left, frame.width - box.width - gap))}px`;
    this.node.style.top = `${Math.max(2, Math.min(top, frame.height - height - gap))}px`;
  }
}
