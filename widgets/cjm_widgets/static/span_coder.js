// The coding pane: turns keys and mouse into steps that the kernel keeps, and shows what the kernel says.

import { connect, el, format } from "./shared.js";
import { Chooser } from "./span_chooser.js";
import { drawDetails } from "./span_details.js";
import { CONFIRMED, LOST, OPEN, REJECTED, codingOf } from "./span_interview.js";
import { signed } from "./span_paint.js";
import { command, firstWhere, fold, inOrder, resized } from "./span_text.js";
import { fill, isEqual } from "./span_dom.js";
import { Marking } from "./span_marking.js";

export class Pane extends Marking {
  constructor(model, root) {
    super();
    this.model = model;
    this.root = root;
    this.words = model.get("words");
    this.blind = model.get("blind");
    this.order = model.get("order");
    this.doc = null;
    this.current = { turn: 0, guid: null };
    this.filters = { code: "", coder: "", status: "", least: 0, only: false };
    this.drafts = new Map();
    this.codes = new Map();
    this.stages = [];
    this.progress = new Map();
    this.rows = []; // of turns: {node, blocks}
    this.marking = null; // words being marked: {turn, start, end, anchor, focus} in units
    this.placing = null; // guid of the lost coding that gets new words
    this.found = null; // places of the search: {list, at}
    this.jumps = new Set(); // steps back whose coding is to be shown
    this.memory = `cjm:pane:${model.get("study_key")}`;
    this.build();
    this.chooser = new Chooser(this.root, this.words);
    this.client = connect(model, {
      onState: (content, { pending }) => this.takeState(content, pending),
      onDelta: (content, info) => this.takeDelta(content, info),
      onReject: (id, message, entry) => this.takeReject(message, entry),
      onAnswer: (id, content) => this.takeAnswer(id, content),
      onStatus: (status, n) => this.mark.show(status, n),
      onMessage: (message) => message.type === "show" && this.goTo(message),
    });
  }

  // ---- What the kernel says

  takeState(content, pending) {
    this.takeCodes(content.codes, content.coders);
    this.stages = content.stages;
    this.coder = content.coder;
    this.takeProgress(content.interviews);
    this.takeUndo(content.undo);
    const kept = this.doc?.id ?? this.recall().interview;
    const wanted = this.wanted ?? (this.progress.has(kept) ? kept : content.open?.id);
    if (!content.open) this.showEmpty();
    else if (wanted === content.open.id) this.load(content.open, pending);
    else this.open(wanted, this.current);
  }

  takeDelta(content, { ids, pending }) {
    if (content.interviews) this.takeProgress(content.interviews);
    for (const [id, counts] of Object.entries(content.progress ?? {})) this.progress.set(id, counts);
    this.takeUndo(content.undo);
    const repaint = Boolean(content.codes);
    if (repaint) this.takeCodes(content.codes, content.coders);
    const { doc } = this;
    if (!doc) return;
    for (const [id, turn, text] of content.texts ?? []) if (id === doc.id) this.setText(turn, text);
    const touched = [];
    for (const key of content.gone ?? []) touched.push([doc.drop(key), null]);
    for (const [key, row] of Object.entries(content.codings?.[doc.id] ?? {})) {
      const after = row && codingOf(row);
      const before = doc.codings.get(key);
      // What is painted already, because it was done here, is not painted again.
      if (after && before && isEqual(before, after)) continue;
      touched.push(after ? [doc.put(after), after] : [doc.drop(key), null]);
    }
    for (const [key, row] of Object.entries(content.memos ?? {})) {
      const memo = doc.putMemo(key, row);
      const coding = memo && doc.codings.get(memo.target);
      if (coding) touched.push([coding, coding]);
    }
    if (touched.length) for (const { op, args } of pending) touched.push(...doc.apply(op, args));
    if (repaint) this.repaintAll();
    else this.repaint(touched);
    if (ids.some((id) => this.jumps.delete(id))) this.showStep(content);
    else if (touched.length === 0 && content.memos) this.drawDetails();
    else if (touched.length === 0) this.drawBars();
  }

  takeReject(message, entry) {
    this.tell(format(this.words, "said_refused", { message }));
    if (entry?.op === "correct" && entry.args.interview === this.doc?.id) this.editing(entry.args.turn, entry.args.text);
    return false;
  }

  takeAnswer(id, content) {
    if (content.message) this.tell(content.message);
    if (content.n === 0) this.say(this.words[this.lastStep === "redo" ? "said_nothing_redo" : "said_nothing_undo"]);
  }

  takeCodes(rows, coders) {
    const names = "key kind name full colour definition useWhen useNot depth usable".split(" ");
    this.codes = new Map(rows.map((row) => [row[0], Object.fromEntries(names.map((name, n) => [name, row[n]]))]));
    this.searchable = [...this.codes.values()]
      .filter((code) => code.usable)
      .map(({ key, name, full }) => ({ key, name: fold(name), full: fold(full) }));
    const options = [...this.codes.values()].map((code) => [code.key, "\u00a0\u00a0".repeat(code.depth) + code.name]);
    fill(this.codeFilter, [["", this.words.all_codes], ...options], this.filters.code);
    fill(this.coderFilter, [["", this.words.all_coders], ...coders.map((name) => [name, name])], this.filters.coder);
  }

  takeProgress(rows) {
    this.progress = new Map(rows.map(([id, ...counts]) => [id, counts]));
  }

  takeUndo([undo, redo]) {
    this.undoButton.disabled = !undo;
    this.redoButton.disabled = !redo;
  }

  showEmpty() {
    this.doc = null;
    this.feed.replaceChildren(el("p", { class: "cjm-quiet" }, this.words.empty));
    this.feed.removeAttribute("role");
    this.feed.removeAttribute("aria-label");
    drawDetails(this);
    this.ready();
  }

  // ---- Steps

  op(name, args) {
    const touched = this.doc ? this.doc.apply(name, args) : [];
    this.repaint(touched);
    return this.client.op(name, args);
  }

  change(coding, fields) {
    this.op("change", { guid: coding.guid, ...fields });
    const after = this.doc.codings.get(coding.guid);
    const { words } = this;
    if ("valence" in fields) this.say(format(words, "said_valence", { value: after.valence === null ? words.none : signed(after.valence) }));
    if ("stage" in fields) this.say(format(words, "said_stage", { value: after.stage ? this.stageName(after.stage) : words.none }));
    if ("code" in fields) this.say(format(words, "said_code", { code: this.code(after.code).full }));
    if ("start" in fields) this.say(format(words, "said_span", { quote: this.quote(after, 200) }));
  }

  decide(accepting) {
    const coding = this.chosen();
    if (!coding) return this.say(this.words.said_choose_first);
    const possible = accepting ? coding.status === OPEN || coding.status === REJECTED : coding.status === OPEN || (coding.status === CONFIRMED && this.isMachine(coding));
    if (!possible) return this.say(this.words.said_not_open);
    const following = this.openAfter(coding);
    this.op(accepting ? "accept" : "reject", { guids: [coding.guid] });
    const [made, decided] = this.progress.get(this.doc.id);
    const said = format(this.words, accepting ? "said_accepted" : "said_rejected", { code: this.code(coding.code).full, n: made - decided });
    if (following) this.setCurrent(following.turn, following.guid);
    else this.setCurrent(coding.turn, this.shows(this.doc.codings.get(coding.guid)) ? coding.guid : null);
    this.say(following ? said : `${said} ${this.words.said_all_decided}`);
    return undefined;
  }

  // The open suggestion that comes after a coding in the order chosen; from the beginning again after the last one.
  openAfter(coding) {
    const open = this.sequence().filter((one) => one.status === OPEN);
    const at = open.findIndex((one) => one.guid === coding.guid);
    if (at >= 0) return open.length > 1 ? open[(at + 1) % open.length] : null;
    return open.find((one) => one.turn > coding.turn || (one.turn === coding.turn && one.start >= coding.start)) ?? open[0] ?? null;
  }

  sequence() {
    const { doc } = this;
    if (this.sequenceOf?.version !== doc.version) {
      const visible = [...doc.codings.values()].filter((coding) => this.shows(coding));
      this.sequenceOf = { version: doc.version, list: inOrder(visible, this.order) };
    }
    return this.sequenceOf.list;
  }

  setOrder(order) {
    this.order = order;
    this.sequenceOf = null;
    this.model.set("order", order);
    this.model.save_changes();
  }

  step(by) {
    const list = this.sequence();
    const { turn, guid: key } = this.current;
    let at = key ? list.findIndex((coding) => coding.guid === key) : -1;
    if (at >= 0) at += by;
    else if (this.order !== "text") at = by > 0 ? 0 : list.length - 1;
    else at = by > 0 ? firstWhere(list, (coding) => coding.turn >= turn) : firstWhere(list, (coding) => coding.turn >= turn) - 1;
    if (at < 0 || at >= list.length) this.say(this.words.said_end);
    else this.setCurrent(list[at].turn, list[at].guid);
  }

  resize(side, wider) {
    const coding = this.chosen();
    if (!coding || coding.status === LOST) return this.say(this.words.said_choose_first);
    const turn = this.doc.turns[coding.turn];
    const [start, end] = resized(turn.words(), turn.units(coding.start), turn.units(coding.end), side, wider);
    const place = { start: turn.points(start), end: turn.points(end), quote: turn.text.slice(start, end) };
    if (place.start !== coding.start || place.end !== coding.end) this.change(coding, place);
    return undefined;
  }

  shift(by) {
    const coding = this.chosen();
    if (!coding) return this.say(this.words.said_choose_first);
    const valence = Math.max(-2, Math.min(2, (coding.valence ?? 0) + by));
    if (valence !== coding.valence) this.change(coding, { valence });
    return undefined;
  }

  history(name) {
    this.lastStep = name;
    this.dismiss();
    this.jumps.add(this.client.op(name, {}));
    this.say(this.words[name === "undo" ? "said_undone" : "said_redone"]);
  }

  // After a step back: where it happened.
  showStep(content) {
    const here = content.codings?.[this.doc.id];
    const keys = Object.keys(here ?? {}).filter((key) => this.doc.codings.has(key));
    if (keys.length) {
      const coding = this.doc.codings.get(keys[0]);
      if (coding.status !== LOST) this.setCurrent(coding.turn, this.shows(coding) ? coding.guid : null);
      return;
    }
    const text = (content.texts ?? []).find(([id]) => id === this.doc.id);
    if (text) this.setCurrent(text[1], null);
    const [elsewhere] = Object.entries(content.codings ?? {}).filter(([id, rows]) => id !== this.doc.id && Object.values(rows).some(Boolean));
    if (!here && elsewhere) {
      const [id, rows] = elsewhere;
      const row = Object.values(rows).find(Boolean);
      this.open(id, { turn: row[1], guid: row[0] });
    }
  }

  goTo({ interview, turn, guid: key }) {
    const place = { turn: turn ?? 0, guid: key ?? null };
    if (interview !== this.doc?.id) this.open(interview, place);
    else this.setCurrent(key && this.doc.codings.has(key) ? this.doc.codings.get(key).turn : place.turn, key);
  }

  // ---- Keys

  key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (this.help) return;
    const inField = event.target.closest("input, textarea, select, [contenteditable], .cjm-chooser");
    const name = command(event);
    if (inField) {
      if (name === "back" && !event.target.closest(".cjm-chooser")) this.focusCurrent();
      return;
    }
    const inFeed = this.feed.contains(event.target);
    const outside = ["enter", "left", "right", "up", "down", "first", "last", "pageUp", "pageDown"];
    if (!name || (!inFeed && outside.includes(name))) return;
    if (this.marking && this.markKey(name, event)) {
      event.preventDefault();
      return;
    }
    if (name === "pageUp" || name === "pageDown") return;
    event.preventDefault();
    this.comeIntoSight();
    this.run(name);
  }

  run(name) {
    if (!this.doc && !["help", "undo", "redo", "nextInterview", "previousInterview"].includes(name)) return;
    const actions = {
      next: () => this.step(1),
      previous: () => this.step(-1),
      accept: () => this.decide(true),
      reject: () => this.decide(false),
      code: () => this.chooseCode(),
      stage: () => this.chooseStage(),
      memo: () => this.details.querySelector('textarea[data-part^="memo:new:"]')?.focus(),
      undo: () => this.history("undo"),
      redo: () => this.history("redo"),
      uncoded: () => this.nextUncoded(),
      uncertain: () => this.leastCertain(),
      edit: () => this.editing(this.current.turn),
      remove: () => this.removeCurrent(),
      mark: () => this.beginMarking(),
      interviews: () => this.picker.focus(),
      details: () => (this.details.querySelector("button, select, textarea") ?? this.details).focus(),
      widenStart: () => this.resize("start", true),
      narrowStart: () => this.resize("start", false),
      widenEnd: () => this.resize("end", true),
      narrowEnd: () => this.resize("end", false),
      raise: () => this.shift(1),
      lower: () => this.shift(-1),
      search: () => this.searchField.select() ?? this.searchField.focus(),
      help: () => this.showHelp(),
      previousInterview: () => this.otherInterview(-1),
      nextInterview: () => this.otherInterview(1),
      enter: () => (this.current.guid ? this.run("details") : this.beginMarking()),
      back: () => this.back(),
      down: () => this.turnBy(1),
      up: () => this.turnBy(-1),
      left: () => this.chipBy(-1),
      right: () => this.chipBy(1),
      first: () => this.setCurrent(0),
      last: () => this.setCurrent(this.rows.length - 1),
    };
    actions[name]?.();
  }

  back() {
    this.banner.hidden = true;
    if (this.placing) this.endPlacing();
    else if (this.current.guid) this.setCurrent(this.current.turn, null);
    else this.focusCurrent();
  }

  turnBy(by) {
    let turn = this.current.turn + by;
    while (this.rows[turn]?.node.hidden) turn += by;
    if (this.rows[turn]) this.setCurrent(turn);
  }

  chipBy(by) {
    const chips = [...this.rows[this.current.turn].node.querySelectorAll(".cjm-chip")].map((node) => node.dataset.guid);
    const at = this.current.guid ? chips.indexOf(this.current.guid) + by : by > 0 ? 0 : chips.length - 1;
    if (at < 0) this.setCurrent(this.current.turn, null);
    else if (at < chips.length) this.setCurrent(this.current.turn, chips[at]);
  }

  otherInterview(by) {
    const ids = [...this.progress.keys()];
    const id = ids[ids.indexOf(this.doc?.id) + by];
    if (id !== undefined) this.open(id);
  }

  nextUncoded() {
    const { turns } = this.doc;
    const free = (turn) => turn.role === "participant" && !this.doc.ofTurn(turn.n).some((coding) => coding.status === CONFIRMED);
    for (let n = 1; n <= turns.length; n += 1) {
      const turn = turns[(this.current.turn + n) % turns.length];
      if (free(turn)) return this.setCurrent(turn.n);
    }
    return this.say(this.words.said_all_coded);
  }

  leastCertain() {
    const list = inOrder([...this.doc.codings.values()].filter((coding) => this.shows(coding)), "uncertainty");
    const next = list[(list.findIndex((coding) => coding.guid === this.current.guid) + 1) % list.length];
    if (next) this.setCurrent(next.turn, next.guid);
    else this.say(this.words.said_all_decided);
  }

  removeCurrent() {
    const coding = this.chosen();
    if (!coding) return this.say(this.words.said_choose_first);
    if (coding.status === OPEN) return this.decide(false);
    this.op("remove", { guids: [coding.guid] });
    this.setCurrent(coding.turn, null);
    return this.say(format(this.words, "said_removed", { code: this.code(coding.code).full }));
  }

  // ---- Help

  showHelp() {
    const { words } = this;
    const rows = [];
    for (let n = 0; words[`help_${String(n).padStart(2, "0")}_text`]; n += 1) {
      const key = `help_${String(n).padStart(2, "0")}`;
      const keys = words[`${key}_keys`].split(/\s{2,}/).map((part) => el("kbd", {}, part));
      rows.push(el("tr", {}, el("th", { scope: "row" }, ...keys), el("td", {}, words[`${key}_text`])));
    }
    const close = () => {
      this.help?.remove();
      this.help = null;
      this.focusCurrent();
    };
    const shut = el("button", { type: "button", class: "cjm-button", onclick: close }, words.close);
    this.help = el(
      "div",
      { class: "cjm-help", role: "dialog", "aria-modal": "true", "aria-label": words.help_title },
      el("h3", {}, words.help_title),
      shut,
      el("p", { class: "cjm-quiet" }, words.help_note),
      el("table", {}, el("tbody", {}, ...rows)),
    );
    this.help.addEventListener("keydown", (event) => {
      if (event.key === "Tab") event.preventDefault();
      if (event.key === "Escape" || event.key === "?") {
        event.preventDefault();
        close();
      }
    });
    this.root.append(this.help);
    shut.focus();
  }
}

export function render({ model, el: node }) {
  const root = document.createElement("div");
  node.append(root);
  const pane = new Pane(model, root);
  root.pane = pane;
  return () => pane.destroy();
}

export default { render };
