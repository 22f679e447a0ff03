// One person, firm or number: its wordings, what stands instead, and every place with the words around it.
import { el, format } from "./shared.js";
import { fate } from "./pseudonym_state.js";

// More places than this are not drawn at once; a decision on the entity holds for all of them.
export const MOST_PLACES = 200;

export class Detail {
  constructor({ words, id, op }) {
    this.words = words;
    this.op = op;
    this.id = `${id}-detail`;
    this.node = el("section", { class: "pr-detail", id: this.id, "aria-labelledby": `${this.id}-title` });
    this.shown = "";
  }

  t(key, fields = {}) {
    return format(this.words, key, fields);
  }

  paint(entity, places, others) {
    const look = JSON.stringify([entity, places, others.map((one) => one.id)]);
    if (look === this.shown) return;
    this.shown = look;
    if (!entity) {
      this.node.replaceChildren();
      return;
    }
    // What somebody is typing stays, and so does the focus.
    const active = this.node.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    const typed = this.of === entity.id && this.own?.value !== this.ownSaved ? this.own.value : null;
    this.of = entity.id;
    this.node.replaceChildren(...this.head(entity), this.ownWords(entity, typed), ...this.same(entity, others), ...this.places(places));
    if (active) this.node.querySelector(`[data-at="${CSS.escape(active)}"]`)?.focus();
  }

  button(at, label, action, attrs = {}) {
    return el("button", { type: "button", dataset: { at }, onclick: action, ...attrs }, label);
  }

  head(entity) {
    const decide = (status) => () => this.op("decide", { ids: [entity.id], status });
    const said = this.t(`state_${fate(entity)}`);
    const choice = (status, key) =>
      this.button(status, this.t(key), decide(status), {
        "aria-pressed": String(entity.status === status),
        "aria-label": this.t(`${key}_of`, { name: entity.name }),
      });
    return [
      el("h3", { id: `${this.id}-title` }, el("bdi", {}, entity.name)),
      el("p", { class: "cjm-quiet" }, `${this.t(`kind_${entity.kind}`)} · ${this.t(`sure_${entity.sureness}`)} · ${this.t("places", { n: entity.n })}`),
      el(
        "div",
        { class: "pr-bar" },
        choice("accepted", "accept"),
        choice("rejected", "reject"),
        entity.status === "proposed" ? null : this.button("again", this.t("again"), decide("proposed")),
        el("span", { class: `pr-fate pr-${fate(entity)}` }, said),
      ),
      el("dl", {}, el("dt", {}, this.t("forms")), el("dd", {}, ...listed(entity.forms)), el("dt", {}, this.t("instead")), el("dd", {}, el("bdi", {}, entity.shown))),
    ]; // prettier-ignore
  }

  ownWords(entity, typed) {
    this.ownSaved = entity.own;
    this.own = el("input", { type: "text", dataset: { at: "own" }, "aria-label": this.t("own"), placeholder: this.t("own"), value: typed ?? entity.own });
    const save = (event) => {
      event.preventDefault();
      this.ownSaved = this.own.value;
      this.op("word", { id: entity.id, text: this.own.value });
    };
    return el("form", { class: "pr-own", onsubmit: save }, el("div", { class: "pr-bar" }, this.own, el("button", { type: "submit" }, this.t("save"))), el("p", { class: "cjm-quiet" }, this.t("own_hint")));
  }

  same(entity, others) {
    const rows = entity.merged.map(([id, name]) =>
      el("p", {}, this.t("merged", { name: `\u2068${name}\u2069` }), " ", this.button(`part-${id}`, this.t("part"), () => this.op("merge", { id, into: id }))),
    );
    if (others.length === 0) return rows;
    const select = el("select", { dataset: { at: "same" } }, el("option", { value: "" }, this.t("choose")), ...others.map((one) => el("option", { value: one.id }, one.name)));
    const merge = () => select.value && this.op("merge", { id: entity.id, into: select.value });
    return [...rows, el("div", { class: "pr-bar" }, el("label", { class: "pr-choice" }, this.t("same_as"), " ", select), this.button("merge", this.t("merge"), merge))];
  }

  places(places) {
    return [el("h4", {}, this.t("where")), el("ul", { class: "pr-places" }, ...places.slice(0, MOST_PLACES).map((place) => this.place(place)))];
  }

  place(place) {
    const choice = (status, key) =>
      this.button(`${status}-${place.id}`, this.t(key), () => this.op("decide", { ids: [place.id], status }), {
        class: "pr-small",
        "aria-pressed": String(place.status === status),
      });
    const row = el("div", { class: "pr-bar" });
    const other = this.button(`word-${place.id}`, this.t("only_here"), () => this.wordHere(row, place), { class: "pr-small" });
    row.append(choice("accepted", "accept_here"), choice("rejected", "reject_here"), other);
    return el(
      "li",
      { class: place.going ? "pr-going" : "pr-staying" },
      el("p", { class: "cjm-quiet" }, `${place.where} · ${this.t(`sure_${place.sureness}`)}`),
      el("p", { class: "cjm-quote", dir: "auto" }, place.before, place.going ? el("del", {}, place.text) : el("mark", {}, place.text), ...(place.going ? [" ", el("ins", {}, place.new)] : []), place.after),
      row,
    );
  }

  wordHere(row, place) {
    const field = el("input", { type: "text", value: place.new, "aria-label": this.t("only_here") });
    const save = (event) => {
      event.preventDefault();
      this.shown = "";
      this.op("word", { id: place.id, text: field.value });
    };
    row.append(el("form", { class: "pr-bar", onsubmit: save }, field, el("button", { type: "submit" }, this.t("save"))));
    field.focus();
  }
}

function listed(texts) {
  return texts.flatMap((text, n) => [n ? ", " : "", el("bdi", {}, text)]);
}
