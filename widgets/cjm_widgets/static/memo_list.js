// All memos of a study: a list to filter and sort, a form to write one, and the way to the text. Pure functions on top.
import { connect, el, format, guid, holdKeys, savedMark } from "./shared.js";

// ---------------------------------------------------------------------------------------------------------------------
// Pure: which memos, in which order

/** Letters without accents, in lower case, for searching. */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/g, "l");
}

/** The memos as they will be after an operation: what is painted before the answer comes. */
export function applyOp(memos, { op, args }, coder = "") {
  const next = new Map(memos);
  if (op === "write_memo" && !memos.has(args.guid)) {
    // Its place is known when the answer comes.
    next.set(args.guid, { ...args, coder, at: "", title: "", quote: "", order: [-1], gone: false, shows: false, number: Infinity, saving: true });
  } else if (op === "change_memo" && memos.has(args.guid)) {
    next.set(args.guid, { ...memos.get(args.guid), text: args.text });
  } else if (op === "remove_memo") {
    next.delete(args.guid);
  }
  return next;
}

/** The memos that fit the filters: {on, coder, query}. */
export function filtered(memos, { on = "", coder = "", query = "" }) {
  const wanted = fold(query.trim());
  return memos.filter(
    (memo) =>
      (!on || memo.on === on) &&
      (!coder || memo.coder === coder) &&
      (!wanted || fold(`${memo.text} ${memo.title} ${memo.quote}`).includes(wanted)),
  );
}

/** In the order asked for: "newest", "oldest" or "place"; what is not saved yet counts as newest. */
export function ordered(memos, sort) {
  const byTime = (a, b) => (a.at || "\uffff").localeCompare(b.at || "\uffff", "en") || a.number - b.number;
  const byPlace = (a, b) => {
    for (let n = 0; n < 4; n += 1) {
      const step = (a.order[n] ?? 0) - (b.order[n] ?? 0);
      if (step) return step;
    }
    return byTime(a, b);
  };
  const compare = { newest: (a, b) => byTime(b, a), oldest: byTime, place: byPlace }[sort];
  return [...memos].sort((a, b) => compare(a, b) || (a.guid < b.guid ? -1 : 1));
}

// ---------------------------------------------------------------------------------------------------------------------
// The page

const SUBJECTS = ["study", "transcript", "coding", "participant", "code"];
// What a view showed last, so that a view drawn anew shows the same.
const lastShown = new WeakMap();
let instances = 0;

class MemoList {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.id = `cjm-memos-${++instances}`;
    this.words = model.get("words");
    this.lang = model.get("lang");
    this.memos = null;
    this.items = new Map(); // guid -> {node, memo} on the screen
    this.places = new Map(); // id of an operation -> what shows its failure where it was asked for
    this.ui = lastShown.get(model) ?? { on: "", coder: "", query: "", sort: "newest" };
    lastShown.set(model, this.ui);
    this.build();
    this.client = connect(model, {
      onState: (content) => this.onState(content),
      onDelta: (content) => this.onDelta(content),
      onReject: (id, message) => this.onReject(id, message),
      onStatus: (status) => this.saved.show(status),
      onAnswer: (id, content) => content?.said && this.say(content.said),
    });
  }

  destroy() {
    this.client.destroy();
  }

  t(key, fields = {}) {
    return format(this.words, key, fields);
  }

  time(at) {
    const date = new Date(at);
    if (!at || Number.isNaN(date.getTime())) return "";
    return new Intl.DateTimeFormat(this.lang, { dateStyle: "medium", timeStyle: "short" }).format(date);
  }

  // What comes from the kernel

  onState(content) {
    this.memos = new Map(Object.entries(content.memos));
    this.coder = content.coder;
    this.steps = content;
    this.paint();
    this.root.dataset.ready = "true";
  }

  onDelta(content) {
    if (!this.memos) return;
    for (const [key, memo] of Object.entries(content.memos ?? {})) {
      if (memo === null) this.memos.delete(key);
      else this.memos.set(key, memo);
    }
    this.steps = content;
    this.paint();
  }

  onReject(id, message) {
    const place = this.places.get(id);
    this.places.delete(id);
    if (place) place(message);
    else this.fail(message);
    this.paint();
    return true;
  }

  op(name, args, place = null) {
    this.fail("");
    const id = this.client.op(name, args);
    if (place) this.places.set(id, place);
    this.paint();
  }

  say(message) {
    this.said.textContent = message;
  }

  fail(message) {
    this.alert.textContent = message;
  }

  // The frame

  build() {
    const tool = (key, action) => el("button", { type: "button", onclick: action }, this.t(key));
    this.search = el("input", {
      type: "search", class: "ml-search", placeholder: this.t("search"), "aria-label": this.t("search"),
      value: this.ui.query, oninput: () => this.show({ query: this.search.value }),
    }); // prettier-ignore
    this.undo = tool("undo", () => this.op("undo", {}));
    this.redo = tool("redo", () => this.op("redo", {}));
    this.addButton = tool("memo_new", () => this.openForm());
    this.addButton.classList.add("cjm-main");
    this.saved = savedMark(this.words);
    this.said = el("p", { class: "ml-said", role: "status" });
    this.alert = el("p", { class: "ml-alert cjm-error", role: "alert" });
    this.count = el("p", { class: "ml-count cjm-quiet", role: "status" });
    this.form = el("div", { class: "ml-form", hidden: true });
    this.list = el("ul", { class: "ml-list", "aria-label": this.t("title") });
    this.empty = el("p", { class: "ml-empty" }, this.t("loading"));
    this.all = tool("show_all", () => this.clear());
    const everything = [["", this.t("everything")], ...SUBJECTS.map((on) => [on, this.t(`on_${on}`)])];
    const sorts = [["newest", this.t("newest")], ["oldest", this.t("oldest")], ["place", this.t("by_place")]];
    this.onSelect = this.select("filter_on", everything, this.ui.on, (on) => this.show({ on }));
    this.coderSelect = this.select("filter_coder", [["", this.t("everybody")]], "", (coder) => this.show({ coder }));
    this.sortSelect = this.select("sort", sorts, this.ui.sort, (sort) => this.show({ sort }));
    const bar = el("div", { class: "ml-bar" }, this.addButton, this.search, this.undo, this.redo, tool("export", () => this.export()), this.saved.node);
    const filters = el("div", { class: "ml-bar" }, this.onSelect.label, this.coderSelect.label, this.sortSelect.label, this.count);
    this.root.append(bar, filters, this.said, this.alert, this.form, this.list, this.empty, this.all);
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.all.hidden = true;
  }

  select(key, options, value, choose) {
    const select = el("select", { onchange: () => choose(select.value) });
    fill(select, options, value);
    return { select, label: el("label", { class: "ml-choice" }, el("span", {}, this.t(key)), select) };
  }

  show(changes) {
    Object.assign(this.ui, changes);
    this.paint();
  }

  clear() {
    Object.assign(this.ui, { on: "", coder: "", query: "" });
    this.search.value = "";
    this.onSelect.select.value = "";
    this.paint();
    this.search.focus();
  }

  onKey(event) {
    const inField = event.target.matches("input, textarea, select");
    if (!(event.ctrlKey || event.metaKey) || inField) return;
    if (event.code === "KeyZ" && !event.shiftKey) this.op("undo", {});
    else if (event.code === "KeyY" || event.code === "KeyZ") this.op("redo", {});
    else return;
    event.preventDefault();
  }

  // The list

  now() {
    return (this.client?.pending ?? []).reduce((memos, one) => applyOp(memos, one, this.coder), this.memos);
  }

  paint() {
    if (!this.memos) return;
    const all = [...this.now().values()];
    const coders = [...new Set(all.map((memo) => memo.coder))].sort();
    if (this.ui.coder && !coders.includes(this.ui.coder)) this.ui.coder = "";
    fill(this.coderSelect.select, [["", this.t("everybody")], ...coders.map((coder) => [coder, coder])], this.ui.coder);
    const shown = ordered(filtered(all, this.ui), this.ui.sort);
    this.fillList(shown, new Set(all.map((memo) => memo.guid)));
    const [n, k] = [all.length, shown.length];
    const count = n === k ? this.t("total", { n }) : this.t("shown", { n, k });
    if (this.count.textContent !== count) this.count.textContent = count;
    this.empty.hidden = k > 0;
    this.empty.textContent = n ? this.t("no_hits") : this.t("none_yet");
    this.all.hidden = k > 0 || !n;
    this.undo.disabled = !this.steps.undo && !this.client?.pending.length;
    this.redo.disabled = !this.steps.redo;
  }

  fillList(memos, standing) {
    const wanted = memos.map((memo) => this.item(memo));
    const keep = new Set(wanted);
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const card = focused?.closest(".ml-memo");
    const place = [...this.list.children].indexOf(card);
    for (const child of [...this.list.children]) if (!keep.has(child)) child.remove();
    let cursor = this.list.firstElementChild;
    for (const node of wanted) {
      if (cursor === node) cursor = cursor.nextElementSibling;
      else this.list.insertBefore(node, cursor);
    }
    // Cards that only a filter hides are kept, with what is typed in them.
    for (const key of this.items.keys()) if (!standing.has(key)) this.items.delete(key);
    // A card that went takes the focus with it: its neighbour gets it.
    if (focused && !focused.isConnected) (wanted[Math.min(place, wanted.length - 1)]?.querySelector("button") ?? this.addButton).focus();
    else if (focused && document.activeElement === document.body) focused.focus();
  }

  /** The card of a memo; one that is being edited stays as it is. */
  item(memo) {
    const known = this.items.get(memo.guid);
    const same = known && JSON.stringify(known.memo) === JSON.stringify(memo);
    if (known && (same || known.node.querySelector("textarea"))) return known.node;
    const node = known?.node ?? el("li", { class: "ml-memo", dataset: { guid: memo.guid } });
    this.items.set(memo.guid, { node, memo });
    this.fillCard(node, memo);
    return node;
  }

  fillCard(node, memo) {
    const had = node.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    const text = shorten(memo.text, 40);
    const button = (act, label, full, action) =>
      el("button", { type: "button", class: "ml-link", dataset: { act }, "aria-label": full, onclick: action }, label);
    const acts = [];
    if (memo.shows) {
      acts.push(button("show", this.t("show"), this.t("show_of", { title: memo.title }), () => this.lead(memo)));
    }
    if (!memo.saving) {
      acts.push(
        button("edit", this.t("memo_edit"), this.t("memo_edit_of", { text }), () => this.edit(node, memo)),
        button("remove", this.t("memo_remove"), this.t("memo_remove_of", { text }), () => this.op("remove_memo", { guid: memo.guid })),
      );
    }
    const time = this.time(memo.at);
    const signed = memo.saving ? this.t("saving_memo") : time ? this.t("signed", { coder: isolate(memo.coder), time }) : isolate(memo.coder);
    const parts = [
      el("p", { class: "ml-title" }, el("bdi", {}, memo.title || this.t(`on_${memo.on}`)), memo.gone ? ` (${this.t("gone")})` : ""),
      memo.quote ? el("blockquote", { class: "cjm-quote", dir: "auto" }, memo.quote) : null,
      el("p", { class: "ml-text", dir: "auto" }, memo.text),
      el("div", { class: "ml-foot" }, el("bdi", { class: "cjm-quiet" }, signed), ...acts),
    ]; // prettier-ignore
    node.replaceChildren(...parts.filter(Boolean));
    if (had) node.querySelector(`[data-act="${had}"]`)?.focus();
  }

  async lead(memo) {
    try {
      await this.client.ask("show", { guid: memo.guid });
    } catch (error) {
      this.fail(error.message);
    }
  }

  edit(node, memo) {
    const text = el("textarea", { rows: "4", "aria-label": this.t("memo_text"), value: memo.text });
    const error = el("p", { class: "cjm-error", role: "alert" });
    const close = (save) => {
      const typed = text.value.trim();
      if (save && !typed) {
        error.textContent = this.t("need_text");
        return;
      }
      const now = this.now().get(memo.guid) ?? memo;
      this.items.set(memo.guid, { node, memo: now });
      this.fillCard(node, now);
      node.querySelector('[data-act="edit"]')?.focus();
      if (save && typed !== now.text) {
        this.op("change_memo", { guid: memo.guid, text: typed }, (message) => {
          // What was typed comes back to be tried again.
          this.edit(node, now);
          node.querySelector("textarea").value = typed;
          node.querySelector(".cjm-error").textContent = message;
        });
      }
    };
    onSubmit(text, () => close(true), () => close(false));
    const save = el("button", { type: "button", class: "cjm-main", onclick: () => close(true) }, this.t("memo_save"));
    const cancel = el("button", { type: "button", onclick: () => close(false) }, this.t("cancel"));
    node.querySelector(".ml-text").replaceWith(text);
    node.querySelector(".ml-foot").replaceChildren(save, cancel, error);
    text.focus();
  }

  // A new memo

  async openForm() {
    if (!this.form.hidden) {
      this.form.querySelector("textarea").focus();
      return;
    }
    const last = this.draft ?? { on: "study", target: "", text: "" };
    const text = el("textarea", { rows: "4", "aria-label": this.t("memo_text"), placeholder: this.t("memo_text"), value: last.text });
    const error = el("p", { class: "cjm-error", role: "alert" });
    const targets = el("div", { class: "ml-bar" });
    const on = this.select("new_on", SUBJECTS.map((one) => [one, this.t(`on_${one}`)]), last.on, () => choose());
    let target = () => "";
    let lists = null;
    const picker = (key, rows) => {
      const { select, label } = this.select(key, [["", "–"], ...rows], "", () => {});
      targets.append(label);
      if (!rows.length) error.textContent = this.t("no_choice");
      return select;
    };
    const choose = async () => {
      error.textContent = "";
      targets.replaceChildren();
      target = () => "";
      const subject = on.select.value;
      if (subject === "study") return;
      try {
        lists ??= await this.client.ask("targets", {});
      } catch (failure) {
        error.textContent = failure.message;
        return;
      }
      if (subject !== "coding") {
        const select = picker(`choose_${subject}`, lists[subject]);
        target = () => select.value;
        return;
      }
      const interview = picker("choose_transcript", lists.transcript);
      interview.addEventListener("change", async () => {
        targets.lastElementChild !== interview.parentNode && targets.lastElementChild.remove();
        error.textContent = "";
        const { coding } = await this.client.ask("codings", { transcript: interview.value });
        const select = picker("choose_coding", coding);
        target = () => select.value;
      });
    };
    const close = () => {
      this.form.hidden = true;
      this.form.replaceChildren();
      this.addButton.focus();
    };
    const add = () => {
      const [typed, subject] = [text.value.trim(), on.select.value];
      if (!typed) error.textContent = this.t("need_text");
      else if (subject !== "study" && !target()) error.textContent = this.t("need_target");
      else {
        const args = { text: typed, on: subject, target: target(), guid: guid() };
        this.draft = null;
        close();
        this.clearFor({ ...args, coder: this.coder, title: "", quote: "" });
        this.op("write_memo", args, (message) => {
          this.draft = { on: subject, target: args.target, text: typed };
          this.fail(message);
          this.openForm();
        });
        return;
      }
      (typed ? on.select : text).focus();
    };
    onSubmit(text, add, close);
    text.addEventListener("input", () => (this.draft = { on: on.select.value, target: "", text: text.value }));
    const save = el("button", { type: "button", class: "cjm-main", onclick: add }, this.t("memo_add"));
    const cancel = el("button", { type: "button", onclick: close }, this.t("cancel"));
    this.form.replaceChildren(el("div", { class: "ml-bar" }, on.label, targets), text, error, el("div", { class: "ml-bar" }, save, cancel));
    this.form.hidden = false;
    text.focus();
    await choose();
  }

  /** A memo just written is seen, whatever is filtered. */
  clearFor(memo) {
    if (!filtered([memo], this.ui).length) this.clear();
  }

  // Export

  async export() {
    const before = document.activeElement;
    const text = el("textarea", { rows: "14", readonly: true, "aria-label": this.t("export_title") });
    const said = el("span", { role: "status" });
    const copy = el("button", { type: "button", class: "cjm-main", onclick: async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
        said.textContent = this.t("copied");
      } catch {
        // The clipboard may be closed to notebooks; the text is marked, so the keyboard can copy it.
        said.textContent = this.t("not_copied");
        text.focus();
      }
    } }, this.t("copy")); // prettier-ignore
    const close = () => {
      shade.remove();
      before?.focus();
    };
    const end = el("button", { type: "button", onclick: close }, this.t("close"));
    const heading = el("h3", { id: `${this.id}-export` }, this.t("export_title"));
    const box = el("div", { class: "ml-dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": heading.id }, heading, text, el("div", { class: "ml-bar" }, copy, end, said));
    const shade = el("div", { class: "ml-shade", onclick: (event) => event.target === shade && close() }, box);
    shade.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "Tab") {
        const stops = [text, copy, end];
        const at = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
        stops[(at + stops.length) % stops.length].focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.root.append(shade);
    copy.focus();
    try {
      text.value = (await this.client.ask("export", {})).text;
    } catch (error) {
      said.textContent = error.message;
    }
  }
}

function fill(select, options, value) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options !== wanted) {
    select.replaceChildren(...options.map(([key, name]) => el("option", { value: key }, name)));
    select.dataset.options = wanted;
  }
  if (select.value !== value) select.value = value;
}

/** Ctrl+Enter saves, Escape leaves. */
function onSubmit(text, save, leave) {
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function shorten(text, most = 60) {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join("").trimEnd()}…`;
}

/** A name set apart, so that what turns the direction of its letters does not turn the sentence around it. */
function isolate(text) {
  return `\u2068${text}\u2069`;
}

export default {
  render({ model, el: host }) {
    const root = el("div", { class: "cjm cjm-memos", lang: model.get("lang"), role: "region", "aria-label": format(model.get("words"), "title") });
    holdKeys(root);
    host.append(root);
    const list = new MemoList(model, root);
    return () => list.destroy();
  },
};
