// Two coders' work on one interview side by side: the frame, the messages, and what a person does.
import { announcer, codePointIndex, connect, el, format, holdKeys, safeColour, savedMark } from "./shared.js";
import { KEYS, withPanel } from "./comparison_panel.js";
import { codingOf, neighbour, overlayOf, pairOf } from "./comparison_text.js";
import { withTurns } from "./comparison_turns.js";

// Longer quotes are cut beside the text, where they stand in full.
const SHOWN = 300;
const GREY = "#777777";
let forms = 0;

class View {
  constructor(model, host) {
    this.words = model.get("words");
    this.id = `cc${(forms += 1)}`;
    this.content = null;
    this.pairs = [];
    this.overlay = new Map();
    this.selected = null;
    this.draft = null;
    this.onlyOpen = false;
    this.build();
    host.append(this.root);
    this.release = holdKeys(this.root);
    this.client = connect(model, {
      onState: (content, { pending }) => this.takeState(content, pending),
      onDelta: (content, { pending }) => this.takeDelta(content, pending),
      onReject: (id, message) => this.alert(this.say("refused", { message })),
      onStatus: (status, n) => this.saved.show(status, n),
    });
  }

  say(key, fields) {
    return format(this.words, key, fields);
  }

  // The frame

  build() {
    const button = (word, act, attrs = {}) => el("button", { type: "button", onclick: act, ...attrs }, this.say(word));
    const field = (word, control) => el("label", { class: "cc-field" }, el("span", {}, this.say(word)), control);
    this.interview = el("select", { onchange: () => this.open({ interview: this.interview.value }) });
    this.sides = [0, 1].map((side) => el("select", { onchange: () => this.chooseCoder(side) }));
    this.undo = button("undo", () => this.client.op("undo"));
    this.redo = button("redo", () => this.client.op("redo"));
    this.saved = savedMark(this.words);
    this.figures = el("dl", { class: "cc-figures", "aria-label": this.say("figures") });
    this.agreed = button("take_agreed", () => this.takeAgreed());
    this.finish = button("finish", () => this.toggleFinished());
    const filter = el("input", { type: "checkbox", onchange: (event) => this.filter(event.target.checked) });
    this.steps = [button("previous", () => this.jump(-1)), button("next", () => this.jump(1), { class: "cjm-main" })];
    this.note = el("p", { class: "cjm-error cc-note", role: "alert" });
    this.banner = el("p", { class: "cc-banner", hidden: true }, this.say("finished"));
    this.empty = el("p", { class: "cc-empty" }, this.say("loading"));
    this.turns = el("div", { class: "cc-turns", role: "group", tabindex: "0", "aria-label": this.say("turns") });
    this.panel = el("section", { class: "cc-panel", "aria-label": this.say("panel") });
    this.voice = announcer();
    this.help = this.buildHelp();
    this.body = el(
      "div",
      { class: "cc-body", hidden: true },
      this.figures,
      el("div", { class: "cc-bar" }, ...this.steps, this.agreed, this.finish,
        el("label", { class: "cc-check" }, filter, this.say("only_open"))),
      this.banner, this.turns, this.panel,
    );
    this.root = el(
      "section",
      { class: "cjm cjm-compare", "aria-label": this.say("title") },
      el("div", { class: "cc-bar" }, field("interview", this.interview), field("first_coder", this.sides[0]),
        field("second_coder", this.sides[1]), this.undo, this.redo,
        button("help", () => this.toggleHelp(true)), this.saved.node),
      this.note, this.empty, this.body, this.help, this.voice.node,
    );
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.turns.addEventListener("click", (event) => this.clicked(event));
    this.turns.addEventListener("mouseup", () => this.marked());
  }

  buildHelp() {
    const rows = this.words.keys.flatMap(([keys, what]) => [
      el("dt", {}, ...keys.split(/\s+/).map((key) => el("kbd", {}, key))),
      el("dd", {}, what),
    ]);
    const close = el("button", { type: "button", onclick: () => this.toggleHelp(false) }, this.say("close"));
    const title = el("h3", { id: `${this.id}-keys` }, this.say("help"));
    const box = el("div", { class: "cc-help", role: "dialog", "aria-modal": "true", "aria-labelledby": title.id },
      title, el("dl", {}, ...rows), close);
    return el("div", { class: "cc-shade", hidden: true }, box);
  }

  toggleHelp(shown) {
    if (shown) this.before = this.root.getRootNode().activeElement;
    this.help.hidden = !shown;
    if (shown) this.help.querySelector("button").focus();
    else this.before?.focus?.();
  }

  alert(text) {
    this.note.textContent = text;
  }

  // What comes from the kernel

  takeState(content, pending) {
    this.codes = new Map(content.codes.map((row) => [row[0], row]));
    this.stages = new Map(content.stages);
    const same = this.content?.open?.id === content.open?.id;
    this.content = content;
    if (!same) {
      this.selected = null;
      this.draft = null;
      this.turns.scrollTop = 0;
    }
    this.empty.hidden = content.open !== null && content.open.coders.length > 0;
    this.empty.textContent = this.say(content.open ? "not_two" : "nothing");
    this.body.hidden = content.open === null;
    this.steps.forEach((step) => (step.hidden = !content.open?.coders.length));
    if (content.open) {
      this.readPairs(pending);
      this.drawTurns();
    }
    this.drawFrame();
  }

  takeDelta(content, pending) {
    if (!this.content) return;
    if (content.codes) this.codes = new Map(content.codes.map((row) => [row[0], row]));
    this.content.undo = content.undo;
    if (content.interviews) this.content.interviews = content.interviews;
    const open = this.content.open;
    const touched = new Set();
    if (open && content.open?.id === open.id) {
      const { turns = {}, texts = {}, id: _id, ...facts } = content.open;
      const wasEmpty = open.coders.join("\n") !== facts.coders.join("\n");
      Object.assign(open, facts);
      for (const [turn, text] of Object.entries(texts)) {
        open.turns[turn][3] = text;
        touched.add(Number(turn));
      }
      for (const [turn, rows] of Object.entries(turns)) {
        open.pairs[turn] = { codings: open.pairs[turn]?.codings ?? [], ...rows };
        touched.add(Number(turn));
      }
      if (wasEmpty) return this.client.sync();
    }
    this.readPairs(pending, touched);
    for (const turn of touched) this.drawTurn(turn);
    this.drawFrame();
    if (touched.size > 1) this.reveal();
    return undefined;
  }

  /** The pairs in the order of the text, with what is not acknowledged yet; turns where that changes are touched. */
  readPairs(pending, touched = new Set()) {
    const open = this.content.open;
    if (!open) return;
    const before = this.overlay;
    const turns = Object.keys(open.pairs).map(Number).sort((a, b) => a - b);
    this.pairs = turns.flatMap((turn) => open.pairs[turn].pairs.map((row) => pairOf(row, turn)));
    this.overlay = overlayOf(pending, this.pairs);
    for (const pair of this.pairs) {
      if (this.overlay.has(pair.key)) pair.decision = this.overlay.get(pair.key);
      if (this.overlay.get(pair.key) !== before.get(pair.key)) touched.add(pair.turn);
    }
    if (!this.pairs.some((pair) => pair.key === this.selected)) {
      this.selected = null;
      this.draft = null;
    }
  }

  get current() {
    return this.pairs.find((pair) => pair.key === this.selected) ?? null;
  }

  coding(turn, guid) {
    const row = guid && this.content.open.pairs[turn]?.codings.find((one) => one[0] === guid);
    return row ? codingOf(row) : null;
  }

  isOpen(pair) {
    return pair.verdict !== "same" && !pair.decision;
  }

  codeName(key) {
    return this.codes.get(key)?.[3] ?? key;
  }

  colour(key) {
    return safeColour(this.codes.get(key)?.[4], GREY);
  }

  quote(turn, { start, end }) {
    const text = this.content.open.turns[turn][3];
    const at = codePointIndex(text);
    const most = start + SHOWN;
    const words = text.slice(at.toUnits(start), at.toUnits(Math.min(end, most)));
    return this.say("quoted", { text: end > most ? `${words}…` : words });
  }

  value(valence) {
    if (valence === null || valence === undefined) return "";
    return valence > 0 ? `+${valence}` : valence < 0 ? `−${-valence}` : "0";
  }

  verdict(pair) {
    const coder = this.content.open.coders[pair.verdict === "second_only" ? 1 : 0];
    return this.say(`v_${pair.verdict}`, { coder });
  }

  decision(pair) {
    if (!pair.decision) return pair.verdict === "same" ? "" : this.say("open_mark");
    const coder = this.content.open.coders[pair.decision === "second" ? 1 : 0];
    return pair.verdict === "same" ? this.say("consensus") : this.say(`d_${pair.decision}`, { coder });
  }

  // Drawing

  drawFrame() {
    const { interviews, open, undo } = this.content;
    const option = (value, text, chosen) => el("option", { value, selected: chosen }, text);
    this.interview.replaceChildren(
      ...interviews.map(([id, settled]) => option(id, settled ? this.say("settled_mark", { id }) : id, id === open?.id)),
    );
    if (open && !interviews.some(([id]) => id === open.id)) this.interview.prepend(option(open.id, open.id, true));
    this.interview.disabled = interviews.length === 0;
    this.sides.forEach((select, side) => {
      const people = open?.people ?? [];
      select.replaceChildren(...people.map((name) => option(name, name, name === open.coders[side])));
      select.disabled = people.length < 2;
    });
    [this.undo.disabled, this.redo.disabled] = [!undo[0], !undo[1]];
    if (!open) return;
    const left = this.pairs.filter((pair) => this.isOpen(pair)).length;
    const agreed = this.pairs.filter((pair) => pair.verdict === "same" && !pair.decision).length;
    this.figures.replaceChildren(...open.figures.map(([what, value]) => el("div", {}, el("dt", {}, what), el("dd", {}, value))));
    this.steps.forEach((step) => (step.disabled = left === 0));
    this.agreed.disabled = agreed === 0;
    this.finish.textContent = this.say(open.finished ? "unfinish" : "finish");
    this.finish.disabled = !open.finished && (left > 0 || this.pairs.length === 0);
    this.finish.title = this.finish.disabled ? this.say("still_open") : "";
    this.banner.hidden = !open.finished;
    this.drawFilter();
    this.drawPanel();
  }

  // What a person does

  open(args) {
    this.alert("");
    this.client.ask("open", args).catch((error) => this.alert(this.say("refused", { message: error.message })));
  }

  chooseCoder(side) {
    const coders = this.sides.map((select) => select.value);
    if (coders[0] === coders[1]) coders[1 - side] = this.content.open.coders[side];
    this.open({ interview: this.content.open.id, coders });
  }

  filter(on) {
    this.onlyOpen = on;
    this.drawFilter();
  }

  select(pair) {
    const before = this.current;
    this.selected = pair.key;
    this.draft = null;
    if (before && before.turn !== pair.turn) this.drawTurn(before.turn);
    this.drawTurn(pair.turn);
    this.drawFilter();
    this.drawPanel();
    this.focusPair(pair);
  }

  focusPair(pair) {
    const chip = this.turns.children[pair.turn].querySelector(`[data-key="${CSS.escape(pair.key)}"]`);
    chip?.focus({ preventScroll: true });
    this.reveal();
  }

  /** Brings the chosen pair into sight. Only the list moves: scrollIntoView would move the whole notebook. */
  reveal() {
    const pair = this.current;
    const chip = pair && this.turns.children[pair.turn].querySelector(`[data-key="${CSS.escape(pair.key)}"]`);
    if (!chip) return;
    const look = () => {
      const [box, list] = [chip.getBoundingClientRect(), this.turns.getBoundingClientRect()];
      if (box.top >= list.top && box.bottom <= list.bottom) return;
      this.turns.scrollTop += box.top - list.top - list.height / 4;
    };
    look();
    // Turns that come into sight get their real height only then.
    requestAnimationFrame(() => requestAnimationFrame(look));
  }

  jump(step, wanted = (pair) => this.isOpen(pair)) {
    const pair = neighbour(this.pairs, this.selected, step, wanted);
    if (pair) this.select(pair);
    else this.voice.say(this.say("nothing_open"));
  }

  clicked(event) {
    const chip = event.target.closest("[data-key]");
    const pair = chip && this.pairs.find((one) => one.key === chip.dataset.key);
    if (pair) this.select(pair);
  }

  decide(decision, own) {
    const pair = this.current;
    const needs = { first: ["first"], second: ["second"], both: ["first", "second"] }[decision] ?? [];
    if (!pair || needs.some((side) => !pair[side]) || (decision === "both" && pair.verdict === "same")) return;
    const { first, second } = pair;
    this.draft = null;
    this.act("resolve", { first, second, decision, ...(own ? { own } : {}) });
    this.voice.say(this.decision(this.current ?? pair));
    const next = neighbour(this.pairs, this.selected, 1, (one) => this.isOpen(one));
    this.select(next ?? this.current ?? pair);
  }

  reopen() {
    const pair = this.current;
    if (pair?.decision) this.act("reopen", { first: pair.first, second: pair.second });
  }

  takeAgreed() {
    this.act("take_agreed", { interview: this.content.open.id, coders: this.content.open.coders });
  }

  toggleFinished() {
    const { id, coders, finished } = this.content.open;
    this.act(finished ? "unfinish" : "finish", finished ? { interview: id } : { interview: id, coders });
  }

  /** Sends an operation and shows at once what it makes. */
  act(op, args) {
    this.alert("");
    this.client.op(op, args);
    const touched = new Set();
    this.readPairs(this.client.pending, touched);
    for (const turn of touched) this.drawTurn(turn);
    this.drawFrame();
    if (touched.size > 0) this.reveal();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.help.hidden) {
      if (event.key === "Escape" || event.key === "?") this.toggleHelp(false);
      if (event.key === "Tab") event.preventDefault();
      return;
    }
    if (event.key === "Escape" && this.draft) return this.stopOwn();
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (typing || !this.content?.open) return;
    const acts = {
      n: () => this.jump(1),
      p: () => this.jump(-1),
      ArrowDown: () => this.jump(1, () => true),
      ArrowUp: () => this.jump(-1, () => true),
      e: () => this.startOwn(),
      o: () => this.reopen(),
      a: () => !this.agreed.disabled && this.takeAgreed(),
      f: () => !this.finish.disabled && this.toggleFinished(),
      u: () => !this.undo.disabled && this.client.op("undo"),
      r: () => !this.redo.disabled && this.client.op("redo"),
      "?": () => this.toggleHelp(true),
    };
    const act = KEYS[event.key] ? () => this.decide(KEYS[event.key]) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  destroy() {
    this.client.destroy();
    this.release();
    this.root.remove();
  }
}

const Comparison = withPanel(withTurns(View));

export default {
  render({ model, el: host }) {
    const view = new Comparison(model, host);
    return () => view.destroy();
  },
};
