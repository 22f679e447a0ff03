// What can be done with a code, and the dialogs that it takes: move, merge, split, the keys.
import { childrenOf, colourOf, fold, mayMove, shorten, treeRows } from "./codebook_tree.js";
import { el } from "./shared.js";

export const withDialogs = (Base) => class extends Base {
  // What can be done with a code

  actions(key) {
    const code = this.codes().get(key);
    if (!code) return [];
    const kind = code.key === code.kind;
    const bare = !this.server.counts[key] && !childrenOf(this.codes(), key).length;
    return [
      ["add_below", () => this.startNew(key), !code.retired],
      ["move", () => this.moveDialog(key), !kind],
      ["merge", () => this.mergeDialog(key), !kind],
      ["split", () => this.splitDialog(key), !code.retired],
      [code.retired ? "restore" : "retire", () => this.retire(key), true],
      ["remove", () => this.op("remove_code", { key }), code.own && bare],
    ].filter(([, , possible]) => possible);
  }

  retire(key) {
    const code = this.codes().get(key);
    const rows = this.shown.map((row) => row.code.key);
    const next = rows[rows.indexOf(key) + 1] ?? rows[rows.indexOf(key) - 1];
    this.op("change_code", { key, retired: !code.retired });
    if (!this.rows.get(key)?.isConnected && next) this.focusRow(next);
    this.paintDetails();
  }

  menu(key) {
    this.closeMenu?.();
    const row = this.rows.get(key);
    const items = this.actions(key).map(([word, act]) =>
      el("li", { role: "menuitem", tabindex: "-1", onclick: () => choose(act) }, this.t(word)),
    );
    const menu = el("ul", { role: "menu", class: "cb-menu", "aria-label": this.codes().get(key).name }, ...items);
    const close = () => {
      if (this.closeMenu !== close) return; // taking it away takes the focus from it, which closes it
      this.closeMenu = null;
      menu.remove();
    };
    const choose = (act) => {
      close();
      this.focusRow(key);
      act();
    };
    this.closeMenu = close;
    menu.addEventListener("keydown", (event) => {
      const at = items.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
      if (to !== undefined) items[to % items.length].focus();
      else if (event.key === "Enter" || event.key === " ") items[at]?.click();
      else if (event.key === "Escape" || event.key === "Tab") {
        close();
        this.focusRow(key);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    menu.addEventListener("focusout", (event) => menu.contains(event.relatedTarget) || close());
    const [box, frame] = [row.getBoundingClientRect(), this.root.getBoundingClientRect()];
    menu.style.left = `${box.left - frame.left + 40}px`;
    menu.style.top = `${box.bottom - frame.top}px`;
    this.root.append(menu);
    // Without room below the row it opens above it.
    if (box.bottom + menu.offsetHeight > frame.bottom) menu.style.top = `${Math.max(0, box.top - frame.top - menu.offsetHeight)}px`;
    items[0]?.focus({ preventScroll: true });
  }

  // Dialogs

  /** A dialog over the pane; the focus stays in it, Escape closes it, and the focus returns to where it was. */
  dialog(title, ...content) {
    this.closeDialog?.();
    const before = document.activeElement;
    const heading = el("h3", { id: `${this.id}-dialog` }, title);
    const box = el("div", { class: "cb-dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": heading.id }, heading, ...content);
    const shade = el("div", { class: "cb-shade", onclick: (event) => event.target === shade && close() }, box);
    const close = () => {
      if (!shade.isConnected) return;
      shade.remove();
      this.closeDialog = null;
      const key = before?.closest?.("[data-key]")?.dataset.key;
      if (before?.isConnected) before.focus();
      else if (key || this.ui.selected) this.focusRow(key ?? this.ui.selected);
    };
    shade.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "Tab") keepInside(event, box);
      else return;
      event.stopPropagation();
      if (event.key === "Escape") event.preventDefault();
    });
    this.closeDialog = close;
    this.root.append(shade);
    return { box, close };
  }

  help() {
    const rows = this.words.keys.map(([keys, what]) => [el("dt", {}, el("kbd", {}, keys)), el("dd", {}, what)]);
    const close = el("button", { type: "button", class: "cb-tool", onclick: () => this.closeDialog() }, this.t("close"));
    this.dialog(this.t("help"), el("dl", { class: "cb-keys" }, ...rows.flat()), close);
    close.focus();
  }

  /** A list of codes to choose from by typing a part of a name. */
  palette(rows, choose) {
    const id = `${this.id}-palette`;
    const codes = this.codes();
    let at = 0;
    let found = [];
    const list = el("ul", { role: "listbox", id, class: "cb-options", "aria-label": this.t("tree") });
    const none = el("p", { class: "cb-hint", role: "status" });
    const input = el("input", {
      type: "text", class: "cb-input", role: "combobox", "aria-expanded": "true", "aria-controls": id,
      "aria-autocomplete": "list", "aria-label": this.t("palette_search"), placeholder: this.t("palette_search"),
    }); // prettier-ignore
    const mark = () => {
      [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
      const item = list.children[at];
      if (!item) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", item.id);
      if (item.offsetTop < list.scrollTop) list.scrollTop = item.offsetTop;
      const over = item.offsetTop + item.offsetHeight - list.scrollTop - list.clientHeight;
      if (over > 0) list.scrollTop += over;
    };
    const fill = () => {
      const wanted = fold(input.value.trim());
      found = rows.filter(({ code }) => !wanted || fold(code.name).includes(wanted));
      // Names that begin with what was typed come first.
      if (wanted) found.sort((a, b) => fold(b.code.name).startsWith(wanted) - fold(a.code.name).startsWith(wanted));
      at = 0;
      list.replaceChildren(
        ...found.map(({ code, level }, n) =>
          el(
            "li",
            {
              role: "option", id: `${id}-${n}`, "aria-selected": "false", style: { "--level": wanted ? 1 : level },
              onmousedown: (event) => event.preventDefault(), onclick: () => choose(code.key),
            }, // prettier-ignore
            el("span", { class: "cb-dot", style: { background: colourOf(codes, code.key) } }),
            el("bdi", {}, wanted ? this.pathName(code, codes) : code.name),
          ),
        ),
      );
      none.textContent = found.length ? "" : this.t("palette_none");
      mark();
    };
    input.addEventListener("input", fill);
    input.addEventListener("keydown", (event) => {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
      if (to !== undefined) at = Math.max(0, Math.min(found.length - 1, to));
      else if (event.key === "Enter" && found[at]) return event.preventDefault(), choose(found[at].code.key);
      else return;
      event.preventDefault();
      mark();
    });
    fill();
    return { input, parts: [input, none, list] };
  }

  moveDialog(key) {
    const code = this.codes().get(key);
    if (!code?.parent) return;
    const codes = this.codes();
    const rows = treeRows(codes).filter((row) => row.code.key !== code.parent && mayMove(codes, key, row.code.key));
    const palette = this.palette(rows, (parent) => {
      this.closeDialog();
      this.move(key, parent);
    });
    this.dialog(this.t("move_title", { code: shorten(code.name) }), ...palette.parts);
    palette.input.focus();
  }

  mergeDialog(key) {
    const code = this.codes().get(key);
    if (!code?.parent) return;
    const rows = treeRows(this.codes()).filter((row) => row.code.key !== key && !row.code.retired);
    const palette = this.palette(rows, (into) => this.mergePreview(key, into));
    this.dialog(this.t("merge_title", { code: shorten(code.name) }), ...palette.parts);
    palette.input.focus();
  }

  async mergePreview(key, into) {
    const said = el("p", { role: "status" });
    const go = el("button", { type: "button", class: "cjm-main", onclick: () => {
      this.closeDialog();
      this.op("merge_codes", { keys: [key], into });
    } }, this.t("merge_do")); // prettier-ignore
    const back = el("button", { type: "button", class: "cb-tool", onclick: () => this.mergeDialog(key) }, this.t("merge_back"));
    this.dialog(this.t("merge_title", { code: shorten(this.codes().get(key).name) }), said, el("div", { class: "cb-actions" }, go, back));
    back.focus();
    try {
      const preview = await this.client.ask("merge_preview", { keys: [key], into });
      said.replaceChildren(el("span", {}, preview.said), el("br"), el("span", { class: "cb-hint" }, preview.among));
      go.focus();
    } catch (error) {
      said.textContent = error?.message ?? "";
      go.disabled = true;
    }
  }

  splitDialog(key) {
    const code = this.codes().get(key);
    if (!code) return;
    const ticked = new Set();
    const list = el("ul", { class: "cb-ticks" });
    const state = el("p", { class: "cb-hint", role: "status" });
    const error = el("p", { class: "cb-error", role: "alert" });
    const more = el("button", { type: "button", class: "cb-link", hidden: true });
    const id = `${this.id}-split`;
    const name = el("input", { type: "text", class: "cb-input", id });
    const count = () => (state.textContent = this.n("split_ticked", ticked.size));
    const all = el("button", { type: "button", class: "cb-link", onclick: () => {
      list.querySelectorAll("input").forEach((box) => {
        box.checked = true;
        ticked.add(box.value);
      });
      count();
    } }, this.t("split_all")); // prettier-ignore
    const go = () => {
      const text = name.value.trim();
      error.textContent = !ticked.size ? this.t("need_ticks") : !text ? this.t("need_name") : "";
      if (error.textContent) return;
      this.closeDialog();
      this.op("split_code", { key, guids: [...ticked], name: text });
    };
    name.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), go()));
    const tick = (row) => {
      const box = el("input", { type: "checkbox", value: row.guid });
      box.addEventListener("change", () => {
        if (box.checked) ticked.add(row.guid);
        else ticked.delete(row.guid);
        count();
      });
      const note = row.suggested ? `${row.place} · ${this.t("by_machine")}` : row.place;
      return el("li", {}, el("label", {}, box, el("span", {}, el("bdi", {}, row.quote), el("span", { class: "cb-hint" }, ` ${note}`))));
    };
    const load = async (offset) => {
      try {
        const page = await this.client.ask("codings", { key, offset });
        list.append(...page.rows.map(tick));
        const left = page.total - list.children.length;
        more.hidden = left <= 0;
        more.textContent = this.n("split_more", left);
        more.onclick = () => load(list.children.length);
        if (!page.total) {
          error.textContent = this.t("split_none");
          main.disabled = all.hidden = true;
        } else if (!offset) list.querySelector("input").focus();
      } catch (failure) {
        error.textContent = failure?.message ?? "";
      }
    };
    const main = el("button", { type: "button", class: "cjm-main", onclick: go }, this.t("split_do"));
    const cancel = el("button", { type: "button", class: "cb-tool", onclick: () => this.closeDialog() }, this.t("cancel"));
    this.dialog(
      this.t("split_title", { code: shorten(code.name) }),
      el("p", { class: "cb-hint" }, this.t("split_how")),
      list,
      el("div", { class: "cb-actions" }, more, all, state),
      el("label", { class: "cb-label", for: id }, this.t("split_name")),
      name,
      error,
      el("div", { class: "cb-actions" }, main, cancel),
    );
    cancel.focus();
    count();
    load(0);
  }
};

/** Tab goes round inside a dialog. */
function keepInside(event, box) {
  const stops = [...box.querySelectorAll("button, input, textarea, [tabindex='0']")].filter((one) => !one.disabled && one.offsetParent);
  const [first, last] = [stops[0], stops.at(-1)];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (leaving) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
