// What opens beside a journey map: the details of an entry, step, stage or of the whole map, its versions, a new map.
import { el } from "./shared.js";
import { Drawer, isolate, shorten } from "./empathy_drawer.js";
import { checkField, choiceField, frameField, textField, tickField } from "./journey_fields.js";
import { codingOf, isOffer, isStep, stagesOf } from "./journey_notes.js";

// Entries of which it makes sense to say more than of others.
const FLOWING = new Set(["action", "turning"]);
const VALUED = new Set(["emotion", "touchpoint", "pain", "success"]);
const LABELLED = { touchpoint: "touchpoint", pain: "touchpoint", success: "touchpoint", emotion: "emotion" };

export class JourneyDrawer extends Drawer {
  get words() {
    return this.form.words;
  }

  show(kind, about, title, from, fields) {
    const body = el("div", { class: "em-drawer-body jf-fields", tabindex: "0" }, ...fields.filter(Boolean));
    this.told = el("p", { class: "em-told", role: "status" });
    body.prepend(this.told);
    this.open(kind, title, from, body);
    this.note = about;
    this.drawn = JSON.stringify(this.about());
  }

  close(options) {
    // What was typed and not left yet counts.
    if (this.node?.contains(document.activeElement)) document.activeElement.blur();
    super.close(options);
  }

  /** What the panel tells of, as it stands. */
  about() {
    const now = this.form.now();
    if (this.kind === "details") return now.cards.get(this.note) ?? null;
    if (this.kind === "stage") return now.stages.get(this.note) ?? null;
    return this.kind === "map" ? now.map : {};
  }

  /** The map changed: a panel in which nobody is writing is drawn anew. */
  refresh() {
    const redraw = { details: "openDetails", stage: "openStage", map: "openMap" }[this.kind];
    if (!redraw) {
      super.refresh();
      return;
    }
    const about = this.about();
    const inside = this.node.contains(document.activeElement);
    if (about === null) this.close({ back: inside });
    else if (!inside && JSON.stringify(about) !== this.drawn) this[redraw](this.note);
  }

  // An entry or a step

  openDetails(id) {
    if (isOffer(id)) {
      this.openOffer(id);
      return;
    }
    const { t } = this.form;
    const row = this.form.now().cards.get(id);
    if (!row) return;
    const change = (values) => this.form.step("change", { note: id, values });
    const one = (name) => (value) => change({ [name]: value });
    const fields = [
      textField(t("text_of_note"), row.text, (text) => text && change({ text }), { rows: 3, name: "text" }),
      ...this.placeFields(row, change),
      ...(isStep(id) ? this.stepFields(row, one) : this.itemFields(row, one)),
      textField(t("people_too"), row.actors.join(", "), (text) => change({ actors: listed(text) }), { name: "actors" }),
      row.by ? el("p", { class: "cjm-quiet" }, t("changed_by", { coder: isolate(row.by) })) : null,
      this.acts(row),
    ];
    const from = () => this.form.board.items.get(id)?.cell;
    this.show("details", id, isolate(shorten(row.text, 120)), from, fields);
  }

  /** In which cell it stands, and in which layer. */
  placeFields(row, change) {
    const { t, words } = this.form;
    const stages = stagesOf(this.form.now().stages).map((stage) => [stage.id, stage.name]);
    const lanes = Object.entries(words.lane_names).filter(([lane]) => lane !== "step");
    return [
      choiceField(t("stage"), row.stage, stages, (stage) => change({ stage, position: this.form.lastIn(row.lane, stage) }), { name: "stage" }),
      isStep(row.id) ? null : choiceField(t("lane"), row.lane, lanes, (lane) => change({ lane, position: this.form.lastIn(lane, row.stage) }), { name: "lane" }),
      choiceField(t("layer"), row.layer, Object.entries(words.layers), (layer) => change({ layer }), { name: "layer" }),
    ];
  } // prettier-ignore

  itemFields(row, one) {
    const { t, words } = this.form;
    const none = ["", t("none")];
    const company = words.company_lanes.includes(row.lane);
    const labels = Object.entries(words.labels[LABELLED[row.lane]] ?? {});
    const valence = row.valence === null ? null : Math.round(row.valence);
    const known = row.met === null || row.met === undefined ? null : row.met ? "yes" : "no";
    return [
      labels.length ? choiceField(t("label"), row.label, [none, ...labels], one("label"), { name: "label" }) : null,
      row.lane === "pain" ? tickField(t("mark_barrier"), row.barrier, one("is_barrier"), { name: "is_barrier" }) : null,
      FLOWING.has(row.lane) ? choiceField(t("flow"), row.flow, [none, ...Object.entries(words.flows)], one("flow"), { name: "flow" }) : null,
      row.lane === "need" ? choiceField(t("met"), known, [["", t("unknown")], ["yes", t("yes")], ["no", t("no")]], (value) => one("is_met")(value === null ? null : value === "yes"), { name: "is_met" }) : null,
      VALUED.has(row.lane) ? choiceField(t("valence"), valence, [["", t("unknown")], ...["-2", "-1", "0", "1", "2"].map((v) => [v, this.form.signed(Number(v))])], (value) => one("valence")(value === null ? null : Number(value)), { name: "valence" }) : null,
      ...this.linkFields(row, one),
      row.lane === "touchpoint" ? this.contactFields(row.label) : null,
      textField(t("owner"), row.owner, one("owner"), { name: "owner" }),
      company ? null : choiceField(t("four_c"), row.four_c, [none, ...Object.entries(words.four_cs)], one("four_c"), { name: "four_c" }),
      company ? null : checkField(t("flags_of"), row.flags, Object.entries(words.flags), one("marks"), { name: "marks" }),
      row.marks.includes("assumption") && !company ? choiceField(t("verdict"), row.verdict, [["", t("unknown")], ["supported", t("mark_supported")], ["contradicted", t("mark_contradicted")]], one("verdict"), { name: "verdict" }) : null,
    ];
  } // prettier-ignore

  /** What holds of a contact wherever it stands. */
  contactFields(label) {
    const { t, words } = this.form;
    const contact = this.form.now().touchpoints.get(label);
    if (!contact) return null;
    const one = (name) => (value) => this.form.step("touchpoint", { label, values: { [name]: value } });
    return el("fieldset", { class: "jf-contact" }, el("legend", {}, t("contact")),
      choiceField(t("setting"), contact.setting, Object.entries(words.settings), one("setting"), { name: "setting" }),
      choiceField(t("hands_of"), contact.owner, Object.entries(words.hands), one("owner"), { name: "hands" }),
      tickField(t("controllable"), contact.controllable, one("controllable"), { name: "controllable" }),
      textField(t("department"), contact.department, one("department"), { name: "department" }));
  } // prettier-ignore

  stepFields(row, one) {
    const { t } = this.form;
    const others = this.rows((other) => isStep(other.id) && other.id !== row.id);
    return [
      textField(t("decision"), row.decision, one("decision"), { name: "decision" }),
      textField(t("artefact"), row.artefact, one("artefact"), { name: "artefact" }),
      frameField(this.words, this.words.lang, row.duration, one("duration")),
      checkField(t("links_step"), row.links, others, one("links"), { name: "links", empty: t("nothing_to_link") }),
    ];
  }

  /** What a solution answers; what answers a pain, with a way to add a solution. */
  linkFields(row, one) {
    const { t } = this.form;
    if (row.lane === "solution") {
      const pains = this.rows((other) => other.lane === "pain", row.stage);
      return [checkField(t("links_solution"), row.links, pains, one("links"), { name: "links", empty: t("nothing_to_link") })];
    }
    if (row.lane !== "pain") return [];
    const answers = [...this.form.now().cards.values()].filter((other) => other.lane === "solution" && other.links.includes(row.id));
    const open = (other) => el("li", {}, el("button", { type: "button", class: "em-link", dir: "auto", onclick: () => this.openDetails(other.id) }, other.text));
    const list = answers.length ? el("ul", { class: "jf-answers" }, ...answers.map(open)) : el("p", {}, t("no_solution"));
    return [el("section", { class: "jf-solutions" }, el("h4", {}, t("solutions")), list, this.form.button("add_solution", () => this.form.addSolution(row)))];
  } // prettier-ignore

  /** Entries to choose from, with the stage that each stands in; those of the stage `first` come first. */
  rows(which, first = null) {
    const { t } = this.form;
    const now = this.form.now();
    const stages = stagesOf(now.stages).sort((a, b) => (b.id === first) - (a.id === first));
    return stages.flatMap((stage) =>
      [...now.cards.values()].filter((row) => row.stage === stage.id && which(row)).map((row) => [row.id, t("cell", { lane: isolate(shorten(row.text, 90)), stage: isolate(stage.name) })]),
    );
  } // prettier-ignore

  acts(row) {
    const { t } = this.form;
    const takesQuotes = row.quotes || (row.added && !isStep(row.id) && !this.words.company_lanes.includes(row.lane));
    const quotes = takesQuotes ? this.form.button("quotes_of", () => this.openEvidence(row.id), row.quotes ? t("quotes_of", { n: row.quotes }) : t("link")) : null;
    const remove = this.form.button("remove_note", () => { this.close({ back: true }); this.form.remove(row.id); });
    return el("div", { class: "jf-acts" }, quotes, remove);
  } // prettier-ignore

  /** Where a quote of the tray is to stand. */
  openOffer(id) {
    const { t, words } = this.form;
    const quote = this.form.now().tray.find((one) => one.guid === codingOf(id));
    if (!quote) return;
    const stages = stagesOf(this.form.now().stages).map((stage) => [stage.id, stage.name]);
    const lanes = Object.entries(words.lane_names).filter(([lane]) => !words.company_lanes.includes(lane) && lane !== "step");
    const place = { stage: stages[0]?.[0], lane: "quote" };
    const fields = [
      el("p", { class: "em-who" }, el("bdi", {}, quote.participant), " · ", el("bdi", { class: "cjm-quiet" }, quote.code)),
      choiceField(t("stage"), place.stage, stages, (stage) => { place.stage = stage; }, { name: "stage" }),
      choiceField(t("lane"), place.lane, lanes, (lane) => { place.lane = lane; }, { name: "lane" }),
      el("div", { class: "jf-acts" }, el("button", { type: "button", class: "cjm-main", onclick: () => this.form.putQuote(quote, place.lane, place.stage) }, t("put"))),
    ];
    this.show("offer", id, isolate(shorten(quote.quote, 160)), () => this.form.board.items.get(id)?.cell, fields);
  } // prettier-ignore

  // A stage

  openStage(id) {
    const { t } = this.form;
    const now = this.form.now();
    const stage = now.stages.get(id);
    if (!stage) return;
    const change = (values) => this.form.step("stage", { stage: id, values });
    const one = (name) => (value) => change({ [name]: value });
    const text = (name, rows = 2) => textField(t(name), stage[name], one(name), { rows, name });
    const move = (key, step) => this.form.button(key, () => this.form.moveStage(id, step));
    const fields = [
      textField(t("name"), stage.name, (name) => name && change({ name }), { name: "name" }),
      stage.own ? choiceField(t("phase"), stage.phase, Object.entries(this.words.phases), one("phase"), { name: "phase" }) : el("p", { class: "cjm-quiet" }, stage.phase_name),
      text("goal"),
      text("mindset"),
      frameField(this.words, this.words.lang, stage.time_frame, one("time_frame")),
      text("customer_task"),
      text("company_task"),
      el("div", { class: "jf-acts" }, move("stage_left", -1), move("stage_right", 1), this.form.button("add_stage", () => this.form.addStage(id)), this.form.button("remove_stage", () => this.form.removeStage(id))),
    ];
    this.show("stage", id, isolate(stage.name), () => this.form.headOf(id), fields);
  } // prettier-ignore

  // The map as a whole

  openMap() {
    const { t, words } = this.form;
    const { map } = this.form.now();
    const change = (values) => this.form.step("map", { values });
    const one = (name) => (value) => change({ [name]: value });
    const text = (name, options) => textField(t(name), map[name], one(name), { name, ...options });
    const lanes = words.required_lanes.map((lane) => [lane, words.lane_names[lane]]);
    const fields = [
      textField(t("map_title"), map.title, (title) => title && change({ title }), { name: "title" }),
      choiceField(t("kind"), map.kind, Object.entries(words.kinds), one("kind"), { name: "kind" }),
      text("purpose", { rows: 2 }),
      text("scenario", { rows: 2 }),
      choiceField(t("status"), map.status, Object.entries(words.statuses), one("status"), { name: "status" }),
      frameField(words, words.lang, map.time_frame, one("time_frame")),
      checkField(t("none_found_for"), map.none_found, lanes, one("none_found"), { name: "none_found" }),
      text("authors"),
      text("version"),
      text("review_due", { type: "date" }),
    ];
    this.show("map", "", t("about_map"), () => this.form.mapButton, fields);
  }

  // Versions

  async openVersions() {
    const { t } = this.form;
    this.list = el("ul", { class: "em-quotes jf-versions" });
    this.changes = el("ul", { class: "jf-changes", "aria-live": "polite" });
    const name = el("input", { type: "text", "aria-label": t("version_name"), placeholder: t("version_name") });
    const keep = el("form", { class: "jf-acts" }, name, el("button", { type: "submit" }, t("keep_version")));
    keep.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!name.value.trim()) return;
      this.form.step("version", { name: name.value.trim() });
      name.value = "";
    });
    this.show("versions", "", t("versions"), () => this.form.versionsButton, [keep, this.list, this.changes]);
    await this.fillVersions();
  }

  async fillVersions(since = null) {
    const { t, client } = this.form;
    let answer;
    try {
      answer = await client.ask("versions", since === null ? {} : { since });
    } catch (error) {
      if (this.kind === "versions") this.told.textContent = error.message;
      return;
    }
    if (this.kind !== "versions") return;
    this.told.textContent = answer.versions.length ? "" : t("no_versions");
    const row = ([name, date, note]) =>
      el("li", {}, el("bdi", {}, name), date ? ` · ${date}` : null, note ? el("p", { class: "cjm-quiet", dir: "auto" }, note) : null,
        el("button", { type: "button", class: "em-link", onclick: () => this.fillVersions(name) }, t("since", { name: isolate(name) }))); // prettier-ignore
    if (since === null) this.list.replaceChildren(...answer.versions.map(row));
    this.changes.replaceChildren(...answer.changes.map((line) => el("li", { dir: "auto" }, line)));
  }

  // A map without data

  openStory() {
    const { t, words } = this.form;
    const made = { title: "", kind: "cjm", stage_model: this.form.content.map.stage_model };
    const make = this.form.button("new_story", () => this.form.addStory(made), t("save_note"));
    make.className = "cjm-main";
    const fields = [
      textField(t("map_title"), "", (title) => { made.title = title; }, { name: "title" }),
      choiceField(t("kind"), made.kind, Object.entries(words.kinds), (kind) => { made.kind = kind; }, { name: "kind" }),
      choiceField(t("stage_model"), made.stage_model, this.form.content.models, (key) => { made.stage_model = key; }, { name: "stage_model" }),
      el("div", { class: "jf-acts" }, make),
    ];
    this.show("story", "", t("new_story"), () => this.form.storyButton, fields);
  } // prettier-ignore
}

/** Names that stand in one field, set apart by commas. */
function listed(text) {
  return text.split(",").map((name) => name.trim()).filter(Boolean);
} // prettier-ignore
