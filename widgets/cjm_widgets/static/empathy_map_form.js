// The form for empathy maps: whose map and in which form, the board of notes, and what opens beside it.
import { announcer, connect, el, format, holdKeys, savedMark } from "./shared.js";
import { Board } from "./board.js";
import { icon } from "./board_card.js";
import { stepOf } from "./board_places.js";
import { applyOp, cardOf, takeOver } from "./empathy_notes.js";
import { Drawer, isolate, shorten } from "./empathy_drawer.js";

// Codings come in bursts while somebody codes beside the map: it follows when they rest for so long, in ms.
const REST = 1200;
const SIGNS = ["verbatim", "inference", "assumption", "own"];
const SEEK = "?";
let instances = 0;

class EmpathyMapForm {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.number = ++instances;
    this.words = model.get("words");
    this.t = (key, fields = {}) => format(this.words, key, fields);
    this.base = null; // {map, cards, removed} as the kernel has it
    this.content = null;
    this.cards = new WeakMap(); // note -> its card
    this.drawer = new Drawer(this);
    this.build();
    this.client = connect(model, {
      onState: (content) => this.onState(content),
      onDelta: (content) => this.onDelta(content),
      onReject: (id, message, entry) => this.onReject(message, entry),
      onStatus: (status) => this.saved.show(status),
      onAnswer: (id, content) => content?.said && this.tell(content.said),
    });
  }

  destroy() {
    clearTimeout(this.rest);
    this.drawer.close();
    this.board.destroy();
    this.client.destroy();
  }

  // The frame

  build() {
    const { t } = this;
    const button = (key, action, label = t(key)) => el("button", { type: "button", onclick: action }, label);
    this.whose = el("select", { "aria-label": t("whose"), onchange: () => this.choose() });
    this.group = el("select", { "aria-label": t("group"), onchange: () => this.look({ group: this.group.value }) });
    this.forms = ["canvas", "quadrants"].map((form) => {
      const one = button(`form_${form}`, () => this.look({ form }));
      one.dataset.form = form;
      return one;
    });
    this.undo = button("undo", () => this.op("undo"));
    this.redo = button("redo", () => this.op("redo"));
    this.removedButton = button("removed_list", () => this.toggleRemoved(), "");
    this.resetButton = button("reset", () => this.askReset());
    this.saved = savedMark(this.words);
    this.voice = announcer();
    this.alert = el("p", { class: "em-alert cjm-error", role: "alert" });
    this.offer = el("div", { class: "em-offer", hidden: true });
    this.foot = el("div", { class: "em-foot" }, this.alert, this.offer);
    this.title = el("h2", { class: "em-title", dir: "auto" }, t("loading"));
    this.facts = el("p", { class: "em-facts cjm-quiet" });
    this.question = el("div", { class: "em-question", role: "alertdialog", "aria-label": t("reset_do"), hidden: true });
    this.board = new Board({
      t,
      on: {
        move: (note, { area, order }) => this.step("move", { note, quadrant: area, position: order }),
        edit: (note, text) => this.step("change", { note, text }),
        add: ({ id, area, order, text }) => this.step("add", { note: id, quadrant: area, text, position: order }),
        remove: (note) => this.remove(note),
        undo: () => this.op("undo"),
        redo: () => this.op("redo"),
        chip: (note) => this.toggleEvidence(note),
      },
    });
    const switcher = el("span", { class: "em-forms", role: "group", "aria-label": t("form") }, ...this.forms);
    const label = el("label", { class: "em-choice" }, el("span", {}, t("whose")), this.whose);
    this.root.append(
      el("div", { class: "em-bar" }, label, this.group, switcher, this.undo, this.redo, this.removedButton, this.resetButton, this.saved.node),
      el("div", { class: "em-head" }, this.title, this.facts, this.keyHelp(), this.legend()),
      this.question, this.board.node, this.foot, this.voice.node,
    ); // prettier-ignore
    this.root.addEventListener("keydown", (event) => this.onKey(event));
  }

  keyHelp() {
    const rows = this.words.key_help.flatMap(([keys, does]) => [el("dt", {}, keys), el("dd", {}, does)]);
    return el("details", { class: "em-keys" }, el("summary", {}, this.t("keys")), el("dl", {}, ...rows));
  }

  legend() {
    const row = (mark) => [el("dt", { class: "bd-tag", dataset: { mark } }, icon(mark), this.t(`mark_${mark}`)), el("dd", {}, this.t(`legend_${mark}`))]; // prettier-ignore
    return el("details", { class: "em-keys" }, el("summary", {}, this.t("legend")), el("dl", {}, ...SIGNS.flatMap(row)));
  }

  onKey(event) {
    const step = stepOf(event);
    if (!step || event.defaultPrevented || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    this.op(step);
  }

  // What comes from the kernel

  onState(content) {
    const before = this.content;
    this.content = content;
    this.base = { map: content.map, cards: takeOver(new Map(), content.cards), removed: takeOver(new Map(), content.removed) };
    this.steps = content;
    const other = before && (before.map.key !== content.map.key || before.map.group !== content.map.group);
    if (other) {
      this.drawer.close();
      this.hideOffer();
    }
    if (before?.form !== content.form || this.board.areas.length === 0) this.board.setLayout(content.areas, content.back);
    for (const one of this.forms) one.setAttribute("aria-pressed", String(one.dataset.form === content.form));
    this.title.textContent = this.t("map_of", { title: isolate(content.map.title) });
    this.facts.textContent = this.t("rests_on", { basis: content.map.basis, n: content.map.n });
    this.fillActors();
    if (content.trouble) this.fail(content.trouble);
    this.tellPersonas();
    this.paint();
    this.drawer.refresh();
    this.root.dataset.ready = "true";
    this.root.dataset.map = content.map.key;
  }

  onDelta(content) {
    if (!this.base) return;
    takeOver(this.base.cards, content.cards);
    takeOver(this.base.removed, content.removed);
    this.steps = content;
    this.paint();
    if (content.cards || content.removed) this.drawer.refresh();
    if (content.stale) this.follow();
  }

  onReject(message, entry) {
    this.fail(entry ? this.t("not_saved", { message }) : message);
    this.paint();
    // What was typed comes back, to be tried again, unless something else is being written.
    const { op, args } = entry ?? {};
    if (!this.board.editing && (op === "change" || op === "add")) {
      if (op === "change" && this.base.cards.has(args.note)) this.board.edit(args.note, { text: args.text, error: message });
      else this.board.write(args.quadrant ?? this.board.areas[0].id, Infinity, { text: args.text, error: message });
    }
    return true;
  } // prettier-ignore

  /** The codings have changed: the map is asked for when they rest, and nothing is being written or dragged. */
  follow() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (document.hidden || this.board.editing || this.board.node.classList.contains("bd-holding")) this.follow();
      else this.client.ask("again", {}).catch((error) => this.fail(error.message));
    }, REST);
  }

  // Whose map

  fillActors() {
    const { groups, everybody, personas, people, looking } = this.content.actors;
    const { key, group } = this.content.map;
    const option = (value, label) => el("option", { value }, label);
    const found = personas?.map(([id, title, n]) => option(id, this.t("persona_of", { title, n })));
    const seek = looking || !found ? [option(SEEK, this.t(looking ? "finding" : "find_personas"))] : found;
    const none = el("option", { value: "", disabled: true }, this.t("no_personas"));
    const several = people.length > 1;
    this.whose.replaceChildren(
      option("all", everybody),
      ...(several ? [el("optgroup", { label: this.t("personas") }, ...(seek.length ? seek : [none]))] : []),
      el("optgroup", { label: this.t("people") }, ...people.map((id) => option(id, id))),
    );
    // A persona that is shown and was not looked for.
    if (![...this.whose.options].some((one) => one.value === key)) this.whose.append(option(key, this.content.map.title));
    this.whose.value = key;
    this.group.hidden = groups.length < 2;
    this.group.replaceChildren(...groups.map(([id, name]) => option(id, name)));
    this.group.value = group;
  } // prettier-ignore

  choose() {
    if (this.whose.value !== SEEK) {
      this.look({ map: this.whose.value });
      return;
    }
    this.whose.value = this.content.map.key;
    this.seeking = true;
    this.tell(this.t("finding"));
    this.client.ask("personas", {}).catch((error) => this.fail(error.message));
  }

  /** What became of the search for personas, for whoever asked for it. */
  tellPersonas() {
    const { personas, looking } = this.content.actors;
    if (!this.seeking || looking) return;
    this.seeking = false;
    if (personas?.length) this.tell(this.t("found_personas", { n: personas.length }));
    else if (personas) this.tell(this.t("no_personas"));
    else this.hideOffer();
  }

  async look(args) {
    this.fail("");
    this.board.finish(true);
    try {
      await this.client.ask("look", args);
    } catch (error) {
      this.fail(error.message);
      this.fillActors();
    }
  }

  // What a person does

  /** Something that is done to a note of this map. */
  step(op, args = {}) {
    const { key, group } = this.base.map;
    this.op(op, { map: key, group, ...args });
  }

  op(op, args = {}) {
    this.fail("");
    this.hideOffer();
    this.client.op(op, args);
    this.paint();
  }

  remove(note) {
    const { text } = this.now().cards.get(note);
    this.step("remove", { note });
    const said = this.t("was_removed", { text: isolate(shorten(text)) });
    this.tell(said, el("button", { type: "button", onclick: () => this.restore(note, { focus: true }) }, this.t("undo")));
  }

  restore(note, { focus = false } = {}) {
    const text = this.now().removed.get(note)?.text;
    this.step("restore", { note });
    if (text) this.say(this.t("was_restored", { text: isolate(shorten(text)) }));
    if (focus) this.board.focus(note);
    if (this.drawer.kind === "removed") this.drawer.fillRemoved();
  }

  askReset() {
    const close = () => {
      this.question.hidden = true;
      this.question.replaceChildren();
      this.resetButton.focus();
    };
    const yes = el("button", { type: "button", class: "cjm-main", onclick: () => { close(); this.step("reset"); this.say(this.t("was_reset")); } }, this.t("reset_do"));
    const no = el("button", { type: "button", onclick: close }, this.t("cancel"));
    this.question.replaceChildren(el("p", {}, this.t("reset_question")), yes, no);
    this.question.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close();
    };
    this.question.hidden = false;
    no.focus();
  } // prettier-ignore

  toggleEvidence(note) {
    const open = this.drawer.kind === "evidence" && this.drawer.note === note;
    if (open) this.drawer.close({ back: true });
    else this.drawer.openEvidence(note);
  }

  toggleRemoved() {
    if (this.drawer.kind === "removed") this.drawer.close({ back: true });
    else this.drawer.openRemoved();
  }

  // Showing

  now() {
    return (this.client?.pending ?? []).reduce(applyOp, this.base);
  }

  paint() {
    if (!this.base) return;
    const { cards, removed } = this.now();
    this.board.paint([...cards.values()].map((note) => this.card(note)));
    this.undo.disabled = !this.steps.undo && !this.client?.pending.length;
    this.redo.disabled = !this.steps.redo;
    const label = this.t("removed_list", { n: removed.size });
    if (this.removedButton.textContent !== label) this.removedButton.textContent = label;
  }

  /** The card of a note, made once. */
  card(note) {
    if (!this.cards.has(note)) this.cards.set(note, cardOf(note, this.t));
    return this.cards.get(note);
  }

  chipOf(id) {
    return this.board.items.get(id)?.cell.querySelector(".bd-chip") ?? this.board.items.get(id)?.cell;
  }

  areaTitle(id) {
    return this.content.areas.find((area) => area.id === id)?.title ?? this.words.areas[id] ?? id;
  }

  say(text) {
    this.voice.say(text);
  }

  /** Something that happened, in sight, with what can be done about it. */
  tell(text, ...actions) {
    const close = el("button", { type: "button", onclick: () => this.hideOffer() }, this.t("close"));
    this.offer.replaceChildren(el("span", { dir: "auto" }, text), ...actions, close);
    this.offer.hidden = false;
    this.putFoot();
    this.say(text);
  }

  /** What happened stands at the lower edge of what is seen of the form, and pushes nothing away. */
  putFoot() {
    let bottom = innerHeight;
    for (let node = this.root.parentElement; node && node !== document.body; node = node.parentElement) {
      if (getComputedStyle(node).overflowY !== "visible") bottom = Math.min(bottom, node.getBoundingClientRect().bottom);
    }
    const root = this.root.getBoundingClientRect();
    const top = Math.min(bottom - root.top, root.height) - this.foot.offsetHeight - 8;
    this.foot.style.top = `${Math.max(0, top)}px`;
  }

  hideOffer() {
    if (this.offer.hidden) return;
    const had = this.offer.contains(document.activeElement);
    this.offer.hidden = true;
    this.offer.replaceChildren();
    if (had) this.board.focusPlace(this.board.areas[0]?.id, 0);
  }

  fail(message) {
    this.alert.textContent = message;
    if (message) this.putFoot();
  }
}

export default {
  render({ model, el: host }) {
    const root = el("div", { class: "cjm cjm-empathy", lang: model.get("lang"), role: "region", "aria-label": format(model.get("words"), "title") }); // prettier-ignore
    holdKeys(root);
    host.append(root);
    const form = new EmpathyMapForm(model, root);
    root.form = form;
    return () => form.destroy();
  },
};
