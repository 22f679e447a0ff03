// The form for empathy maps: whose map and in which form, the board of notes, and what opens beside it.
import { el, format, holdKeys } from "./shared.js";
import { Board } from "./board.js";
import { applyOp, cardOf } from "./empathy_notes.js";
import { Drawer, isolate } from "./empathy_drawer.js";
import { MapForm } from "./map_form.js";

class EmpathyMapForm extends MapForm {
  get signs() {
    return ["verbatim", "inference", "assumption", "own"];
  }

  get parts() {
    return ["cards", "removed"];
  }

  makeDrawer() {
    return new Drawer(this);
  }

  makeBoard() {
    return new Board({
      t: this.t,
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
  }

  controls() {
    this.forms = ["canvas", "quadrants"].map((form) => {
      const one = this.button(`form_${form}`, () => this.look({ form }));
      one.dataset.form = form;
      return one;
    });
    return [el("span", { class: "em-forms", role: "group", "aria-label": this.t("form") }, ...this.forms)];
  }

  showFrame(content, before) {
    if (before?.form !== content.form || this.board.areas.length === 0) this.board.setLayout(content.areas, content.back);
    for (const one of this.forms) one.setAttribute("aria-pressed", String(one.dataset.form === content.form));
    this.title.textContent = this.t("map_of", { title: isolate(content.map.title) });
    this.facts.textContent = this.t("rests_on", { basis: content.map.basis, n: content.map.n });
  }

  writeAgain({ op, args }, message) {
    if (op === "change" && this.base.cards.has(args.note)) this.board.edit(args.note, { text: args.text, error: message });
    else if (op === "change" || op === "add") this.board.write(args.quadrant ?? this.board.areas[0].id, Infinity, { text: args.text, error: message }); // prettier-ignore
  }

  applyOp(now, operation) {
    return applyOp(now, operation);
  }

  paintBoard({ cards }) {
    this.cards ??= new WeakMap(); // note -> its card
    this.board.paint([...cards.values()].map((note) => this.card(note)));
  }

  /** The card of a note, made once. */
  card(note) {
    if (!this.cards.has(note)) this.cards.set(note, cardOf(note, this.t));
    return this.cards.get(note);
  }

  areaTitle(id) {
    return this.content.areas.find((area) => area.id === id)?.title ?? this.words.areas[id] ?? id;
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
