// What the forms for maps share: whose map is shown, the board of notes, what opens beside it, and what is said.
import { announcer, connect, el, format, savedMark } from "./shared.js";
import { icon } from "./board_card.js";
import { stepOf } from "./board_places.js";
import { isolate, shorten } from "./empathy_drawer.js";
import { takeOver } from "./empathy_notes.js";

// Codings come in bursts while somebody codes beside the map: it follows when they rest for so long, in ms.
const REST = 1200;
const SEEK = "?";
let instances = 0;

/**
 * A form on maps. A form of this kind gives
 * - `signs`: the marks that its legend explains; `parts`: what of the content are rows by key,
 * - makeBoard() -> board, makeDrawer() -> drawer, controls() -> nodes of the bar, headings() -> nodes of the head,
 * - showFrame(content): what stands around the board; applyOp(now, operation) -> now; paintBoard(now).
 */
export class MapForm {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.number = ++instances;
    this.words = model.get("words");
    this.t = (key, fields = {}) => format(this.words, key, fields);
    this.base = null; // {map, cards, removed, …} as the kernel has it
    this.content = null;
    this.drawer = this.makeDrawer();
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

  button(key, action, label = this.t(key)) {
    return el("button", { type: "button", onclick: action }, label);
  }

  build() {
    const { t } = this;
    this.whose = el("select", { "aria-label": t("whose"), onchange: () => this.choose() });
    this.group = el("select", { "aria-label": t("group"), onchange: () => this.look({ group: this.group.value }) });
    this.undo = this.button("undo", () => this.op("undo"));
    this.redo = this.button("redo", () => this.op("redo"));
    this.removedButton = this.button("removed_list", () => this.toggleRemoved(), "");
    this.resetButton = this.button("reset", () => this.askReset());
    this.saved = savedMark(this.words);
    this.voice = announcer();
    this.alert = el("p", { class: "em-alert cjm-error", role: "alert" });
    this.offer = el("div", { class: "em-offer", hidden: true });
    this.foot = el("div", { class: "em-foot" }, this.alert, this.offer);
    this.title = el("h2", { class: "em-title", dir: "auto" }, t("loading"));
    this.facts = el("p", { class: "em-facts cjm-quiet" });
    this.question = el("div", { class: "em-question", role: "alertdialog", "aria-label": t("reset_do"), hidden: true });
    this.board = this.makeBoard();
    const label = el("label", { class: "em-choice" }, el("span", {}, t("whose")), this.whose);
    this.root.append(
      el("div", { class: "em-bar" }, label, this.group, ...this.controls(), this.undo, this.redo, this.removedButton, this.resetButton, this.saved.node),
      el("div", { class: "em-head" }, this.title, this.facts, ...this.headings(), this.keyHelp(), this.legend()),
      this.question, this.board.node, this.foot, this.voice.node,
    ); // prettier-ignore
    this.root.addEventListener("keydown", (event) => this.onKey(event));
  }

  headings() {
    return [];
  }

  keyHelp() {
    const rows = this.words.key_help.flatMap(([keys, does]) => [el("dt", {}, keys), el("dd", {}, does)]);
    return el("details", { class: "em-keys" }, el("summary", {}, this.t("keys")), el("dl", {}, ...rows));
  }

  legend() {
    const row = (mark) => [el("dt", { class: "bd-tag", dataset: { mark } }, icon(mark), this.t(`mark_${mark}`)), el("dd", {}, this.t(`legend_${mark}`))]; // prettier-ignore
    return el("details", { class: "em-keys" }, el("summary", {}, this.t("legend")), el("dl", {}, ...this.signs.flatMap(row))); // prettier-ignore
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
    this.base = { map: content.map };
    for (const part of this.parts) this.base[part] = takeOver(new Map(), content[part]);
    this.steps = content;
    const other = before && (before.map.key !== content.map.key || before.map.group !== content.map.group);
    if (other) {
      this.drawer.close();
      this.hideOffer();
    }
    this.showFrame(content, before);
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
    for (const part of this.parts) takeOver(this.base[part], content[part]);
    this.steps = content;
    this.takeDelta(content);
    this.paint();
    if (this.parts.some((part) => content[part])) this.drawer.refresh();
    if (content.stale) this.follow();
  }

  takeDelta() {}

  onReject(message, entry) {
    this.fail(entry ? this.t("not_saved", { message }) : message);
    this.paint();
    if (entry && !this.board.editing) this.writeAgain(entry, message);
    return true;
  }

  /** What was typed comes back, to be tried again. */
  writeAgain() {}

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
    const { groups, everybody, personas, people, looking, stories = [] } = this.content.actors;
    const { key } = this.content.map;
    const option = (value, label) => el("option", { value }, label);
    const found = personas?.map(([id, title, n]) => option(id, this.t("persona_of", { title, n })));
    const seek = looking || !found ? [option(SEEK, this.t(looking ? "finding" : "find_personas"))] : found;
    const none = el("option", { value: "", disabled: true }, this.t("no_personas"));
    const several = people.length > 1;
    this.whose.replaceChildren(
      option("all", everybody),
      ...(several ? [el("optgroup", { label: this.t("personas") }, ...(seek.length ? seek : [none]))] : []),
      el("optgroup", { label: this.t("people") }, ...people.map((id) => option(id, id))),
      ...(stories.length ? [el("optgroup", { label: this.t("stories") }, ...stories.map(([id, title]) => option(id, title)))] : []),
    );
    // A persona that is shown and was not looked for.
    if (![...this.whose.options].some((one) => one.value === key)) this.whose.append(option(key, this.content.map.title));
    this.whose.value = key;
    this.group.hidden = groups.length < 2;
    this.group.replaceChildren(...groups.map(([id, name]) => option(id, name)));
    if (this.content.map.group) this.group.value = this.content.map.group;
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
    await this.ask("look", args).catch(() => this.fillActors());
  }

  /** Asks the kernel for something that shows another map; what it says against it is shown. */
  async ask(op, args) {
    this.fail("");
    this.board.finish(true);
    try {
      return await this.client.ask(op, args);
    } catch (error) {
      this.fail(error.message);
      throw error;
    }
  }

  // What a person does

  /** Something that is done to this map. */
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
    return (this.client?.pending ?? []).reduce((now, operation) => this.applyOp(now, operation), this.base);
  }

  paint() {
    if (!this.base) return;
    const now = this.now();
    this.paintBoard(now);
    this.undo.disabled = !this.steps.undo && !this.client?.pending.length;
    this.redo.disabled = !this.steps.redo;
    const label = this.t("removed_list", { n: now.removed.size });
    if (this.removedButton.textContent !== label) this.removedButton.textContent = label;
  }

  chipOf(id) {
    return this.board.items.get(id)?.cell.querySelector(".bd-chip") ?? this.board.items.get(id)?.cell;
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
