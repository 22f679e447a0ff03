// What a code means and what lies behind it: its fields, examples, memos and history.
import { above, colourOf, isolate, shorten } from "./codebook_tree.js";
import { el, guid, safeColour } from "./shared.js";

export const withDetails = (Base) => class extends Base {
  // The details of the chosen code

  paintDetails() {
    const key = this.ui.selected;
    const code = key && this.codes().get(key);
    this.shownKey = code ? key : null;
    this.fields = {};
    this.parts = {};
    if (!code) {
      const hints = [el("p", { class: "cb-hint" }, this.t("pick_one"))];
      if (this.server && !Object.keys(this.server.counts).length) hints.push(el("p", {}, this.t("nothing_coded")));
      this.details.replaceChildren(...hints);
      this.details.setAttribute("aria-label", this.t("title"));
      return;
    }
    this.details.setAttribute("aria-label", this.t("details", { code: shorten(code.name) }));
    this.parts.head = el("header", { class: "cb-head" });
    this.parts.actions = el("div", { class: "cb-actions" });
    this.parts.colours = el("div", { class: "cb-colours", role: "group", "aria-label": this.t("colour") });
    this.parts.examples = el("section", {});
    this.parts.memos = el("section", {});
    this.parts.history = el("details", { class: "cb-history" });
    this.details.replaceChildren(
      this.parts.head,
      this.parts.actions,
      this.field("name", "input", code.own ? "" : this.t("built_in_name")),
      el("div", { class: "cb-field" }, el("span", { class: "cb-label" }, this.t("colour")), this.parts.colours),
      this.field("definition", "textarea", this.t("definition_hint")),
      el("div", { class: "cb-pair" }, ...["use_when", "use_not"].map((one) => this.field(one, "textarea", this.t(`${one}_hint`)))),
      this.parts.examples,
      this.parts.memos,
      this.parts.history,
    );
    this.details.scrollTop = 0;
    this.paintMemos();
    this.refreshDetails();
  }

  /** Bring the panel up to date, leaving alone what somebody is typing. */
  refreshDetails() {
    const key = this.shownKey;
    if (key !== this.ui.selected || (key && !this.codes().has(key))) {
      this.paintDetails();
      return;
    }
    const code = key && this.codes().get(key);
    if (!code) return;
    this.paintHead(code);
    this.paintActions(code);
    this.paintColours(code);
    for (const [name, { input }] of Object.entries(this.fields)) {
      const value = this.valueOf(code, name);
      if (input.value === input.dataset.saved && input.value !== value) input.value = value;
      input.dataset.saved = value;
    }
    this.paintMemoList();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.askDetails(key), this.answers?.key === key ? 120 : 0);
    if (this.answers?.key === key) this.paintAnswers();
  }

  valueOf(code, name) {
    return code[name] ?? "";
  }

  async askDetails(key) {
    try {
      const answers = await this.client.ask("details", { key });
      if (this.shownKey !== key) return;
      this.answers = answers;
      this.paintAnswers();
    } catch (error) {
      this.fail(error?.message ?? "");
    }
  }

  paintHead(code) {
    const codes = this.codes();
    const path = above(codes, code.key).reverse().map((key) => codes.get(key)?.name);
    const notes = [];
    if (code.own) notes.push(this.t("own"));
    if (code.retired) notes.push(code.into ? this.t("merged", { code: shorten(code.into) }) : this.t("retired"));
    this.parts.head.replaceChildren(
      el("p", { class: "cb-path" }, ...path.flatMap((name) => [el("bdi", {}, name), " › "])),
      el(
        "h3",
        {},
        el("span", { class: "cb-dot", style: { background: colourOf(codes, code.key) } }),
        el("bdi", {}, code.name),
      ),
      el("p", { class: "cb-hint" }, [this.figures(code.key, " · "), ...notes].join(" · ")),
    );
  }

  paintActions(code) {
    const buttons = this.actions(code.key).map(([word, act]) =>
      el("button", { type: "button", class: "cb-tool", "data-act": word, onclick: act }, this.t(word)),
    );
    const had = this.parts.actions.contains(document.activeElement) && document.activeElement.dataset.act;
    this.parts.actions.replaceChildren(...buttons);
    const twin = { retire: "restore", restore: "retire" }[had] ?? had;
    if (had) buttons.find((button) => [had, twin].includes(button.dataset.act))?.focus();
  }

  paintColours(code) {
    const focused = this.parts.colours.contains(document.activeElement) ? document.activeElement.dataset.colour : null;
    const choose = (colour) => this.op("change_code", { key: code.key, colour }) && this.refreshDetails();
    const swatches = this.server.palette.map((colour) =>
      el("button", {
        type: "button",
        class: "cb-swatch",
        style: { background: safeColour(colour, "#777777") },
        "aria-label": this.t("colour_n", { colour }),
        "aria-pressed": String(code.colour.toLowerCase() === colour.toLowerCase()),
        "data-colour": colour,
        title: colour,
        onclick: () => choose(colour),
      }),
    );
    const free = el("input", {
      type: "color",
      "aria-label": this.t("colour_free"),
      title: this.t("colour_free"),
      "data-colour": "free",
      value: colourOf(this.codes(), code.key).toLowerCase(),
      onchange: () => choose(free.value.toUpperCase()),
    });
    const parts = [...swatches, free];
    if (code.key !== code.kind) {
      parts.push(
        el("button", { type: "button", class: "cb-link", "data-colour": "above", "aria-pressed": String(!code.colour), onclick: () => choose("") }, this.t("colour_above")),
      );
    }
    this.parts.colours.replaceChildren(...parts);
    if (focused) parts.find((part) => part.dataset.colour === focused)?.focus();
  }

  field(name, tag, hint) {
    const id = `${this.id}-${name}`;
    const code = this.codes().get(this.shownKey);
    const input = el(tag, { id, class: "cb-input", "aria-describedby": `${id}-error`, ...(hint ? { placeholder: hint } : {}) });
    if (tag === "input") input.type = "text";
    else input.rows = name === "definition" ? 3 : 2;
    input.value = this.valueOf(code, name);
    input.dataset.saved = input.value;
    const error = el("p", { class: "cb-error", id: `${id}-error`, role: "alert" });
    input.addEventListener("change", () => this.saveField(name));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (tag === "input" || event.ctrlKey || event.metaKey)) this.saveField(name);
      else if (event.key === "Escape") {
        this.saveField(name);
        this.focusRow(this.shownKey);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.fields[name] = { input, error, key: this.shownKey };
    return el("div", { class: "cb-field" }, el("label", { class: "cb-label", for: id }, this.t(name)), input, error);
  }

  saveField(name) {
    const { input, error, key } = this.fields[name];
    const value = input.value.trim();
    if (value === input.dataset.saved) return;
    const code = this.codes().get(key);
    if (!code) return;
    if (name === "name" && !value && code.own) {
      error.textContent = this.t("need_name");
      return;
    }
    error.textContent = "";
    const before = input.dataset.saved;
    input.dataset.saved = value;
    this.op("change_code", { key, [name]: value }, (message) => {
      // What was typed stays in the field, to be corrected.
      input.dataset.saved = before;
      error.textContent = message;
    });
  }

  /** Save what is typed and not yet sent. */
  flush() {
    for (const name of Object.keys(this.fields ?? {})) this.saveField(name);
  }

  paintAnswers() {
    const { examples, misses, history } = this.answers;
    const quotes = (rows) => el("ul", { class: "cb-quotes" }, ...rows.map((row) => this.quote(row)));
    const heading = (key, n) => el("h4", {}, n === undefined ? this.t(key) : `${this.t(key)} (${this.number(n)})`);
    const parts = [heading("examples"), examples.length ? quotes(examples) : el("p", { class: "cb-hint" }, this.t("no_examples"))];
    if (misses.length) parts.push(heading("misses"), el("p", { class: "cb-hint" }, this.t("misses_why")), quotes(misses));
    if (!this.parts.examples.contains(document.activeElement)) this.parts.examples.replaceChildren(...parts);
    const open = this.parts.history.open;
    const steps = history.map((step) =>
      el("li", {}, el("bdi", {}, step.text), el("span", { class: "cb-hint" }, ` ${this.signed(step)}`)),
    );
    this.parts.history.replaceChildren(
      el("summary", {}, this.t("history")),
      steps.length ? el("ul", {}, ...steps) : el("p", { class: "cb-hint" }, this.t("no_history")),
    );
    this.parts.history.open = open;
  }

  signed({ coder, at }) {
    const time = this.time(at);
    return time ? this.t("signed", { coder: isolate(coder), time }) : isolate(coder);
  }

  quote(row) {
    const notes = [];
    if (row.suggested) notes.push(this.t("by_machine"));
    else if (row.coder) notes.push(this.t("coded_by", { coder: isolate(row.coder) }));
    const place = this.server.links
      ? el("button", { type: "button", class: "cb-link", "aria-label": this.t("show", { place: row.place }), onclick: () => this.client.ask("show", { guid: row.guid }).catch((error) => this.fail(error.message)) }, el("bdi", {}, row.place))
      : el("bdi", {}, row.place);
    return el(
      "li",
      {},
      el("blockquote", { dir: "auto" }, row.quote),
      el("p", { class: "cb-hint" }, place, notes.length ? ` · ${notes.join(" · ")}` : ""),
    );
  }

  // Memos on the code

  paintMemos() {
    this.parts.memoList = el("ul", { class: "cb-memos" });
    const text = el("textarea", { class: "cb-input", rows: "2", "aria-label": this.t("memo_new"), placeholder: this.t("memo_new") });
    const add = () => {
      if (!text.value.trim()) return;
      const typed = text.value.trim();
      text.value = "";
      this.op("write_memo", { key: this.shownKey, text: typed, guid: guid() }, (message) => {
        text.value = typed;
        this.fail(message);
      });
      this.paintMemoList();
    };
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        add();
      }
    });
    this.parts.memos.replaceChildren(
      el("h4", {}, this.t("memos")),
      this.parts.memoList,
      text,
      el("button", { type: "button", class: "cb-tool", onclick: add }, this.t("memo_add")),
    );
    this.paintMemoList();
  }

  /** The memos as they will be after what is on its way. */
  memosNow() {
    const memos = new Map(this.server.memos);
    for (const { op, args } of this.pending()) {
      if (op === "write_memo") memos.set(args.guid, { guid: args.guid, target: args.key, text: args.text, coder: "", at: "" });
      else if (op === "change_memo" && memos.has(args.guid)) memos.set(args.guid, { ...memos.get(args.guid), text: args.text });
      else if (op === "remove_memo") memos.delete(args.guid);
    }
    return [...memos.values()].filter((memo) => memo.target === this.shownKey);
  }

  paintMemoList() {
    const list = this.parts.memoList;
    if (!list || list.querySelector("textarea")) return;
    const memos = this.memosNow();
    const had = list.contains(document.activeElement);
    list.replaceChildren(
      ...(memos.length ? memos.map((memo) => this.memoItem(memo)) : [el("li", { class: "cb-hint" }, this.t("no_memos"))]),
    );
    if (had) this.parts.memos.querySelector("textarea")?.focus();
  }

  memoItem(memo) {
    const text = shorten(memo.text, 40);
    const item = el(
      "li",
      { class: "cb-memo" },
      el("p", { class: "cb-memo-text", dir: "auto" }, memo.text),
      el("bdi", { class: "cb-hint" }, this.signed(memo)),
      el("button", { type: "button", class: "cb-link", "aria-label": this.t("memo_edit_of", { text }), onclick: () => this.editMemo(item, memo) }, this.t("memo_edit")),
      el("button", { type: "button", class: "cb-link", "aria-label": this.t("memo_remove_of", { text }), onclick: () => this.op("remove_memo", { guid: memo.guid }) && this.paintMemoList() }, this.t("memo_remove")),
    );
    return item;
  }

  editMemo(item, memo) {
    const text = el("textarea", { class: "cb-input", rows: "3", "aria-label": this.t("memo_text") });
    text.value = memo.text;
    const close = (save) => {
      const typed = text.value.trim();
      item.replaceChildren();
      if (save && typed && typed !== memo.text) this.op("change_memo", { guid: memo.guid, text: typed });
      this.paintMemoList();
    };
    text.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(false);
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) close(true);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    item.replaceChildren(
      text,
      el("button", { type: "button", class: "cb-tool", onclick: () => close(true) }, this.t("memo_save")),
      el("button", { type: "button", class: "cb-link", onclick: () => close(false) }, this.t("cancel")),
    );
    text.focus();
  }
};
