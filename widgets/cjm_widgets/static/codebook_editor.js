// The codebook editor: a tree of codes beside a panel of details. Here: the frame, and the messages with the kernel.
import { withDetails } from "./codebook_details.js";
import { withDialogs } from "./codebook_dialogs.js";
import { lastShown, withRows } from "./codebook_rows.js";
import { above, applyOp, retiredCodes, treeRows } from "./codebook_tree.js";
import { connect, el, format, holdKeys, savedMark } from "./shared.js";

let instances = 0;

class Editor extends withDialogs(withDetails(withRows(class {}))) {
  constructor(model, root) {
    super();
    this.model = model;
    this.root = root;
    this.id = `cjm-codebook-${++instances}`;
    this.words = model.get("words");
    this.lang = model.get("lang");
    this.server = null; // codes, memos, counts as the kernel has them
    this.places = new Map(); // id of an operation -> what shows its failure where it was asked for
    const last = lastShown.get(model) ?? {};
    this.ui = { selected: null, open: null, query: "", retired: false, edit: null, ...last };
    this.rows = new Map(); // key -> element of the tree
    this.typed = { text: "", at: 0 };
    this.build();
    // What is typed when the page is left is kept with what is on its way.
    this.leave = () => this.flush();
    globalThis.addEventListener("pagehide", this.leave);
    this.client = connect(model, {
      onState: (content) => this.onState(content),
      onDelta: (content) => this.onDelta(content),
      onReject: (id, message, entry) => this.onReject(id, message, entry),
      onStatus: (status) => this.saved.show(status),
      onAnswer: (id, content) => this.onAnswer(id, content),
    });
  }

  destroy() {
    this.flush();
    globalThis.removeEventListener("pagehide", this.leave);
    clearTimeout(this.timer);
    this.client.destroy();
  }

  t(key, fields = {}) {
    return format(this.words, key, fields);
  }

  /** A counted phrase. */
  n(key, n) {
    return format(this.words, key, { n });
  }

  /** What is on its way to the kernel, of this view and of others on the same study. */
  pending() {
    return this.client?.pending ?? [];
  }

  time(at) {
    const date = new Date(at);
    if (!at || Number.isNaN(date.getTime())) return "";
    return new Intl.DateTimeFormat(this.lang, { dateStyle: "medium", timeStyle: "short" }).format(date);
  }

  // What comes from the kernel

  onState(content) {
    this.server = {
      ...content,
      codes: new Map(Object.entries(content.codes)),
      memos: new Map(Object.entries(content.memos)),
    };
    if (!this.ui.open) {
      // Kinds are closed, but for those in which the researcher has codes of her own.
      const own = [...this.server.codes.values()].filter((code) => code.own);
      this.ui.open = new Set(own.flatMap((code) => above(this.server.codes, code.key)));
    }
    this.paint();
    this.paintDetails();
    this.root.dataset.ready = "true";
  }

  onDelta(content) {
    if (!this.server) return;
    for (const part of ["codes", "memos"]) {
      for (const [key, value] of Object.entries(content[part] ?? {})) {
        if (value === null) this.server[part].delete(key);
        else this.server[part].set(key, value);
      }
    }
    for (const part of ["counts", "people", "undo", "redo"]) if (part in content) this.server[part] = content[part];
    this.paint();
    this.refreshDetails();
  }

  onReject(id, message, entry) {
    const place = this.places.get(id);
    this.places.delete(id);
    if (entry?.op === "add_code") {
      // What was typed comes back to be corrected.
      this.ui.edit = { parent: entry.args.parent, text: entry.args.name, error: message };
    } else if (place) place(message);
    else this.fail(message);
    this.paint();
    this.refreshDetails();
    return true;
  }

  onAnswer(id, content) {
    if (!content) return;
    if (content.said) this.say(content.said);
    if (content.key && this.codes().has(content.key)) this.reveal(content.key);
    else if (content.key) this.wanted = content.key;
  }

  // What goes to the kernel

  op(name, args, place = null) {
    this.fail("");
    this.say("");
    const id = this.client.op(name, args);
    if (place) this.places.set(id, place);
    this.paint();
    return id;
  }

  codes() {
    return this.pending().reduce(applyOp, this.server?.codes ?? new Map());
  }

  // The frame

  build() {
    const tool = (key, action, attrs = {}) =>
      el("button", { type: "button", class: "cb-tool", onclick: action, ...attrs }, this.t(key));
    this.search = el("input", {
      type: "search",
      class: "cb-search",
      placeholder: this.t("search"),
      "aria-label": this.t("search"),
      value: this.ui.query,
      oninput: () => this.find(this.search.value),
    });
    this.undo = tool("undo", () => this.op("undo", {}));
    this.redo = tool("redo", () => this.op("redo", {}));
    this.addButton = tool("add", () => this.startNew());
    this.saved = savedMark(this.words);
    this.said = el("div", { class: "cb-said", role: "status" });
    this.alert = el("div", { class: "cb-alert", role: "alert" });
    this.hits = el("span", { class: "cb-hits", role: "status" });
    this.tree = this.treeElement("tree");
    this.retiredTree = this.treeElement("retired_tree");
    this.retiredButton = el("button", {
      type: "button",
      class: "cb-link cb-retired-toggle",
      onclick: () => {
        this.ui.retired = !this.ui.retired;
        this.paint();
      },
    });
    this.empty = el("p", { class: "cb-empty" });
    this.details = el("div", { class: "cb-details", role: "region", "aria-label": this.t("title") });
    const bar = el(
      "div",
      { class: "cb-bar" },
      this.search,
      this.hits,
      this.addButton,
      tool("expand", () => this.openAll(true)),
      tool("collapse", () => this.openAll(false)),
      this.undo,
      this.redo,
      tool("help", () => this.help()),
      this.saved.node,
    );
    const head = el(
      "div",
      { class: "cb-tree-head", "aria-hidden": "true" },
      ...["tree", "col_codings", "col_people", "col_suggested"].map((key) => el("span", {}, this.t(key))),
    );
    const left = el(
      "div",
      { class: "cb-left" },
      head,
      this.tree,
      this.empty,
      this.retiredButton,
      this.retiredTree,
    );
    this.root.append(bar, this.said, this.alert, el("div", { class: "cb-panes" }, left, this.details));
    this.root.addEventListener("keydown", (event) => this.onRootKey(event));
    this.empty.textContent = this.t("loading");
  }

  treeElement(label) {
    return el("ul", {
      role: "tree",
      class: "cb-tree",
      "aria-label": this.t(label),
      onkeydown: (event) => this.onTreeKey(event),
      onclick: (event) => this.onTreeClick(event),
      ondblclick: (event) => this.onTreeDouble(event),
      oncontextmenu: (event) => this.onTreeMenu(event),
      ondragstart: (event) => this.onDragStart(event),
      ondragover: (event) => this.onDragOver(event),
      ondragleave: (event) => this.markDrop(null),
      ondrop: (event) => this.onDrop(event),
      ondragend: () => this.markDrop(null),
    });
  }

  say(message) {
    this.said.textContent = message;
  }

  fail(message) {
    this.alert.textContent = message;
  }
}

export default {
  render({ model, el: host }) {
    const root = el("div", { class: "cjm cjm-codebook", lang: model.get("lang") });
    holdKeys(root);
    host.append(root);
    const editor = new Editor(model, root);
    return () => editor.destroy();
  },
};
