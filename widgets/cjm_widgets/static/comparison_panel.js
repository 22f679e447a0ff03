// The panel of the compare view: one difference, what becomes of it, and a consensus of its own.
import { codePointIndex, el } from "./shared.js";
import { codingOf, moved, wordsOf } from "./comparison_text.js";

const DECISIONS = ["first", "second", "both", "neither"];
export const KEYS = { 1: "first", 2: "second", 3: "both", 0: "neither" };

export const withPanel = (Base) => class extends Base {
  drawPanel() {
    const pair = this.current;
    if (!pair) {
      const left = this.pairs.some((one) => this.isOpen(one));
      this.panel.replaceChildren(el("p", { class: "cjm-quiet" }, this.say(left ? "choose" : "nothing_open")));
      return;
    }
    const differing = this.pairs.filter((one) => one.verdict !== "same");
    const place = { k: differing.indexOf(pair) + 1, total: differing.length };
    const title = pair.verdict === "same" ? this.say("alike") : `${this.say("of", place)}: ${this.verdict(pair)}`;
    const state = this.decision(pair);
    this.panel.replaceChildren(
      el("h3", {}, title, state && el("span", { class: "cc-state" }, state)),
      el("div", { class: "cc-two" }, this.described(pair, 0), this.described(pair, 1)),
      this.outcome(pair),
      this.draft ? this.ownForm(pair) : this.choices(pair),
    );
  }

  /** The consensus that came of a decision; nothing where it is one of the two as it stands. */
  outcome(pair) {
    if (pair.decision !== "own") return "";
    const made = (this.content.open.pairs[pair.turn].own?.[pair.key] ?? []).map(codingOf);
    return el("p", { class: "cc-outcome" }, ...made.map((coding) => {
      const details = [this.value(coding.valence), this.stages.get(coding.stage)].filter(Boolean).join(" · ");
      return `${this.say("consensus")}: ${this.codeName(coding.code)}${details && ` (${details})`}, ${this.quote(pair.turn, coding)}`;
    }));
  }

  described(pair, side) {
    const coder = this.content.open.coders[side];
    const coding = this.coding(pair.turn, side === 0 ? pair.first : pair.second);
    if (!coding) return el("div", { class: "cc-side" }, el("p", { class: "cjm-quiet" }, this.say("no_coding", { coder })));
    const differs = (...names) => (names.some((name) => pair.differences.includes(name)) ? "cc-differs" : "");
    const details = [
      coding.valence !== null && el("span", { class: differs("valence") }, this.say("valence", { value: this.value(coding.valence) })),
      coding.stage && el("span", { class: differs("stage") }, this.stages.get(coding.stage) ?? coding.stage),
    ].filter(Boolean);
    const node = el(
      "div",
      { class: "cc-side" },
      el("p", { class: "cc-who" }, el("bdi", {}, coder)),
      el("p", { class: `cc-code ${differs("kind", "label")}` }, this.codeName(coding.code)),
      details.length > 0 && el("p", { class: "cc-notes" }, ...details),
      el("p", { class: `cjm-quote ${differs("extent")}`, dir: "auto" }, this.quote(pair.turn, coding)),
    );
    node.style.setProperty("--c", this.colour(coding.code));
    return node;
  }

  choices(pair) {
    const label = (decision) => this.say(`take_${decision}`, { coder: this.content.open.coders[decision === "second" ? 1 : 0] });
    const there = { first: pair.first, second: pair.second, both: pair.first && pair.second && pair.verdict !== "same", neither: true };
    const button = (key, text, attrs, act) =>
      el("button", { type: "button", onclick: act, ...attrs }, el("kbd", { "aria-hidden": "true" }, key), " ", text);
    const buttons = DECISIONS.map((decision) =>
      button(Object.keys(KEYS).find((key) => KEYS[key] === decision), label(decision),
        { disabled: !there[decision], "aria-pressed": String(pair.decision === decision) }, () => this.decide(decision)));
    buttons.push(button("e", this.say("take_own"), { "aria-pressed": String(pair.decision === "own") }, () => this.startOwn()));
    if (pair.decision) buttons.push(button("o", this.say("reopen"), {}, () => this.reopen()));
    return el("div", { class: "cc-bar cc-choices" }, ...buttons);
  }

  // A consensus of its own

  startOwn() {
    const pair = this.current;
    if (!pair) return;
    const { start, end, code, valence, stage } = this.coding(pair.turn, pair.first ?? pair.second);
    this.draft = { start, end, code, valence, stage };
    this.drawTurn(pair.turn);
    this.drawPanel();
    this.panel.querySelector("select")?.focus();
  }

  ownForm(pair) {
    const draft = this.draft;
    const option = (value, text, chosen) => el("option", { value, selected: chosen }, text);
    const none = (chosen) => option("", this.say("none"), chosen);
    const pick = (word, read, ...options) => {
      const select = el("select", { onchange: () => read(select.value) }, ...options);
      return el("label", { class: "cc-field" }, el("span", {}, this.say(word)), select);
    };
    const groups = [...this.codes.values()].filter((row) => row[8] === 0).map(([kind, , , name]) =>
      el("optgroup", { label: name }, ...[...this.codes.values()]
        .filter((row) => row[1] === kind && (row[9] || row[0] === draft.code))
        .map((row) => option(row[0], row[2], row[0] === draft.code))));
    const words = wordsOf(this.content.open.turns[pair.turn][3], codePointIndex(this.content.open.turns[pair.turn][3]).toPoints);
    const move = (which, text) =>
      el("button", { type: "button", "aria-label": this.say(which), title: this.say(which), dataset: { move: which },
        onclick: () => this.place(moved(this.draft, words, which)) }, text);
    const number = (value) => (value === "" ? null : Number(value));
    return el(
      "div",
      { class: "cc-own", role: "group", "aria-label": this.say("own_title") },
      el("p", { class: "cjm-quiet" }, this.say("own_hint")),
      el("div", { class: "cc-bar" },
        move("start_back", "⇤"), move("start_on", "⇥"),
        el("span", { class: "cjm-quote cc-draft", dir: "auto", "aria-live": "polite" }, this.quote(pair.turn, draft)),
        move("end_back", "⇤"), move("end_on", "⇥")),
      el("div", { class: "cc-bar" },
        pick("own_code", (value) => (draft.code = value), ...groups),
        pick("own_valence", (value) => (draft.valence = number(value)), none(draft.valence === null),
          ...[-2, -1, 0, 1, 2].map((n) => option(n, this.value(n), draft.valence === n))),
        pick("own_stage", (value) => (draft.stage = value || null), none(!draft.stage),
          ...[...this.stages].map(([key, name]) => option(key, name, draft.stage === key))),
        el("button", { type: "button", class: "cjm-main", onclick: () => this.decide("own", { ...this.draft }) }, this.say("own_save")),
        el("button", { type: "button", onclick: () => this.stopOwn() }, this.say("own_cancel"))),
    );
  }

  place(span) {
    const pressed = this.root.getRootNode().activeElement?.dataset?.move;
    Object.assign(this.draft, span);
    this.drawTurn(this.current.turn);
    this.drawPanel();
    if (pressed) this.panel.querySelector(`[data-move="${pressed}"]`)?.focus();
  }

  stopOwn() {
    const pair = this.current;
    this.draft = null;
    if (!pair) return;
    this.drawTurn(pair.turn);
    this.drawPanel();
    this.focusPair(pair);
  }

  /** Words marked with the mouse become those of the consensus that is being made. */
  marked() {
    const selection = this.root.ownerDocument.getSelection();
    if (!this.draft || !selection?.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const body = this.turns.children[this.current.turn].querySelector(".cc-text");
    if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) return;
    const before = range.cloneRange();
    before.selectNodeContents(body);
    before.setEnd(range.startContainer, range.startOffset);
    const from = before.toString().length;
    const text = this.content.open.turns[this.current.turn][3];
    const chosen = range.toString();
    const start = from + chosen.length - chosen.trimStart().length;
    const end = from + chosen.trimEnd().length;
    const at = codePointIndex(text);
    selection.removeAllRanges();
    if (start < end) this.place({ start: at.toPoints(start), end: at.toPoints(end) });
  }
};
