// What opens beside the map: the quotes behind a note, the words that can be linked to it, and the removed notes.
import { el } from "./shared.js";

/** A panel at the side of the map away from what it is about. One at a time; Escape closes it. */
export class Drawer {
  constructor(form) {
    this.form = form;
    this.node = null;
    this.kind = "";
    this.note = null;
  }

  get isOpen() {
    return this.node !== null;
  }

  open(kind, title, from, body) {
    this.close();
    const { t, root, number } = this.form;
    const heading = el("h3", { id: `cjm-drawer-${number}`, tabindex: "-1", dir: "auto" }, title);
    const end = el("button", { type: "button", class: "em-close", onclick: () => this.close({ back: true }) }, t("close"));
    this.node = el("div", { class: "em-drawer", role: "dialog", "aria-labelledby": heading.id }, el("div", { class: "em-drawer-head" }, heading, end), body); // prettier-ignore
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close({ back: true });
    });
    this.kind = kind;
    this.from = from;
    root.append(this.node);
    this.put();
    heading.focus({ preventScroll: true });
    this.node.scrollIntoView({ block: "nearest" });
  }

  /** At the height of what it is about, on the other side. */
  put() {
    const root = this.form.root.getBoundingClientRect();
    const from = this.from?.();
    const box = from?.getBoundingClientRect() ?? { left: root.right, right: root.right, top: root.top };
    const leftHalf = (box.left + box.right) / 2 < (root.left + root.right) / 2;
    this.node.dataset.side = leftHalf ? "right" : "left";
    const top = Math.max(0, Math.min(box.top - root.top - 20, root.height - this.node.offsetHeight));
    this.node.style.top = `${top}px`;
  }

  close({ back = false } = {}) {
    if (!this.node) return;
    const { from, node } = this;
    this.node = null;
    this.kind = "";
    this.note = null;
    node.remove();
    if (back) (from?.() ?? this.form.whose).focus({ preventScroll: true });
  }

  // The quotes behind a note

  openEvidence(id) {
    const { t } = this.form;
    const note = this.form.now().cards.get(id);
    if (!note) return;
    this.list = el("ul", { class: "em-quotes", "aria-label": t("evidence_of", { text: isolate(shorten(note.text)) }) });
    this.more = el("button", { type: "button", hidden: true, onclick: () => this.loadMore() }, t("more"));
    this.told = el("p", { class: "em-told", role: "status" });
    const body = el("div", { class: "em-drawer-body", tabindex: "0" }, this.told, this.list, this.more, note.added ? this.finder(id) : null);
    this.open("evidence", t("evidence_of", { text: isolate(shorten(note.text, 160)) }), () => this.form.chipOf(id), body);
    this.note = id;
    this.seen = false;
    // Whoever opens a note of their own without quotes wants to look for some.
    if (note.added && note.marks?.includes("assumption")) this.node.querySelector(".em-finder input[type=search]").focus({ preventScroll: true });
    this.load();
  }

  async load(start = 0) {
    const { t, client } = this.form;
    const id = this.note;
    let answer;
    try {
      answer = await client.ask("evidence", { note: id, start });
    } catch (error) {
      if (this.note === id) this.told.textContent = error.message;
      return;
    }
    if (this.note !== id) return;
    if (start === 0) {
      this.list.replaceChildren();
      this.linked = new Set();
    }
    for (const quote of answer.quotes) this.linked.add(quote.guid);
    this.list.append(...answer.quotes.map((quote) => this.quoteRow(quote, answer.leads)));
    this.told.textContent = answer.n ? "" : this.form.now().cards.get(id)?.fact ? t("fact") : t("no_evidence");
    this.more.hidden = this.list.children.length >= answer.n;
    for (const box of this.results?.querySelectorAll("input") ?? []) box.checked = this.linked.has(box.value);
    this.put();
    if (start === 0 && !this.seen) this.node.scrollIntoView({ block: "nearest" });
    this.seen = true;
  }

  loadMore() {
    const { length } = this.list.children;
    this.load(length).then(() => this.list.children[length]?.querySelector("button")?.focus());
  }

  quoteRow(quote, leads) {
    const { t } = this.form;
    const words = { participant: isolate(quote.participant), quote: isolate(shorten(quote.quote)) };
    const show = leads && el("button", { type: "button", class: "em-link", "aria-label": t("show_of", words), onclick: () => this.lead(quote.guid) }, t("show")); // prettier-ignore
    const added = this.form.now().cards.get(this.note)?.added;
    const unlink = added && el("button", { type: "button", class: "em-link", "aria-label": t("unlink_of", words), onclick: () => this.link(quote.guid, false) }, t("unlink")); // prettier-ignore
    return el("li", { dataset: { guid: quote.guid } }, ...said(quote), el("div", { class: "em-acts" }, show, unlink));
  }

  async lead(coding) {
    try {
      await this.form.client.ask("show", { coding });
    } catch (error) {
      this.told.textContent = error.message;
    }
  }

  link(coding, on) {
    const within = this.list.contains(document.activeElement);
    this.form.step(on ? "link" : "unlink", { note: this.note, coding });
    this.form.say(this.form.t(on ? "linked" : "unlinked"));
    if (on) this.linked.add(coding);
    else {
      this.linked.delete(coding);
      this.list.querySelector(`[data-guid="${CSS.escape(coding)}"]`)?.remove();
      if (within) (this.list.querySelector("button") ?? this.node.querySelector(".em-close")).focus();
    }
  }

  /** The map changed: quotes that somebody linked or unlinked elsewhere are shown. */
  refresh() {
    if (this.kind === "removed") this.fillRemoved();
    else if (this.kind === "evidence" && !this.form.now().cards.has(this.note)) this.close({ back: this.node.contains(document.activeElement) }); // prettier-ignore
    else if (this.kind === "evidence" && this.form.client.pending.length === 0) this.load();
  }

  // Words to be linked

  finder(id) {
    const { t } = this.form;
    const search = el("input", { type: "search", "aria-label": t("search"), placeholder: t("search") });
    const count = el("p", { class: "cjm-quiet", role: "status" });
    const more = el("button", { type: "button", hidden: true }, t("more"));
    this.results = el("ul", { class: "em-quotes em-results", "aria-label": t("find_evidence") });
    let asked = 0;
    const look = async (start) => {
      const mine = ++asked;
      let answer;
      try {
        answer = await this.form.client.ask("find", { words: search.value, start });
      } catch (error) {
        count.textContent = error.message;
        return;
      }
      if (mine !== asked || this.note !== id) return;
      if (start === 0) this.results.replaceChildren();
      this.results.append(...answer.quotes.map((quote) => this.foundRow(quote)));
      count.textContent = answer.n ? t("found", { n: answer.n }) : t("none_found");
      more.hidden = this.results.children.length >= answer.n;
      if (start) this.results.children[start]?.querySelector("input").focus();
    };
    let wait = 0;
    search.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => look(0), 200);
    });
    more.addEventListener("click", () => look(this.results.children.length));
    // Nothing is asked before somebody looks here.
    search.addEventListener("focus", () => this.results.children.length === 0 && look(0), { once: true });
    return el("section", { class: "em-finder" }, el("h4", {}, t("find_evidence")), search, count, this.results, more);
  }

  foundRow(quote) {
    const box = el("input", { type: "checkbox", value: quote.guid, onchange: () => this.link(quote.guid, box.checked) });
    box.checked = this.linked?.has(quote.guid) ?? false;
    return el("li", {}, el("label", { class: "em-found" }, box, el("span", {}, ...said(quote))));
  }

  // The removed notes

  openRemoved() {
    const { t } = this.form;
    this.removed = el("ul", { class: "em-quotes", "aria-label": t("removed_title") });
    this.told = el("p", { class: "em-told" });
    this.open("removed", t("removed_title"), () => this.form.removedButton, el("div", { class: "em-drawer-body", tabindex: "0" }, this.told, this.removed)); // prettier-ignore
    this.fillRemoved();
  }

  fillRemoved() {
    const { t } = this.form;
    const notes = [...this.form.now().removed.values()];
    const had = this.removed.contains(document.activeElement);
    this.told.textContent = notes.length ? "" : t("none_removed");
    const row = (note) =>
      el(
        "li", {},
        el("p", { class: "cjm-quiet" }, this.form.areaTitle(note.area)),
        el("p", { class: "cjm-quote", dir: "auto" }, note.text),
        el("button", { type: "button", class: "em-link", "aria-label": t("restore_of", { text: isolate(shorten(note.text)) }), onclick: () => this.form.restore(note.id) }, t("restore")),
      ); // prettier-ignore
    this.removed.replaceChildren(...notes.map(row));
    if (had) (this.removed.querySelector("button") ?? this.node.querySelector(".em-close")).focus();
  }
}

function said(quote) {
  return [
    el("span", { class: "em-who" }, el("bdi", {}, quote.participant), " · ", el("bdi", { class: "cjm-quiet" }, quote.code)),
    el("q", { class: "cjm-quote", dir: "auto" }, quote.quote),
  ]; // prettier-ignore
}

export function shorten(text, most = 60) {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join("").trimEnd()}…`;
}

/** Text set apart, so that what turns the direction of its letters does not turn the sentence around it. */
export function isolate(text) {
  return `\u2068${text}\u2069`;
}
