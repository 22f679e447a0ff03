// One persona: its title, whether it is accepted, and what is known of it beside its statements.
import { isolate, keyed, onSubmit } from "./persona_dom.js";
import { GLYPHS } from "./persona_people.js";
import { meanStrength } from "./persona_rules.js";
import { el } from "./shared.js";

export const withDetails = (Base) => class extends Base {
  buildDetails() {
    this.detailHead = el("div", { class: "pf-detail-head" });
    this.left = el("div", { class: "pf-left" });
    this.side = el("div", { class: "pf-side", tabindex: "0", role: "group", "aria-label": this.t("beside") });
    this.details = el("section", { class: "pf-details" }, this.detailHead, el("div", { class: "pf-two" }, this.left, this.side));
    return [this.details];
  }

  paintDetails() {
    const one = this.now.personas.find((persona) => persona.key === this.ui.selected);
    this.details.hidden = !one;
    if (!one) return;
    const title = isolate(this.titleOf(one));
    this.details.setAttribute("aria-label", this.t("details", { title }));
    const can = this.editable() && !one.saving;
    const place = this.now.personas.indexOf(one);
    const role = one.role || can ? [this.roleBlock(one, can)] : [];
    keyed(this.detailHead, [this.titleBlock(one, can, place), this.factBlock(one), ...role, this.actBlock(one, can)]);
    this.paintStatements(one, can);
    this.paintSide(one);
  }

  /** A block of the page: made anew when what it shows has changed. */
  block(key, shown, make) {
    return { key, sig: JSON.stringify(shown), make };
  }

  titleBlock(one, can, place) {
    if (can && this.ui.edit === `title:${one.key}`) {
      return { key: "title", sig: `edit ${one.key}`, make: () => this.titleForm(one) };
    }
    return this.block("title", [one.key, one.title, one.own_title, can, place], () =>
      el(
        "div",
        { class: "pf-bar" },
        el("h3", {}, el("span", { class: "pf-glyph", "aria-hidden": "true" }, GLYPHS[place % GLYPHS.length]), " ", el("bdi", {}, this.titleOf(one))),
        one.own_title ? el("span", { class: "pf-badge" }, `✎ ${this.t("own_title")}`) : null,
        can ? this.button("rename", () => this.edit(`title:${one.key}`), { "data-f": "rename" }) : null,
      ),
    ); // prettier-ignore
  }

  /** Opens what is edited in place (`what` names it), or, with null, closes it. */
  edit(what) {
    this.ui.edit = what;
    this.paint();
    const field = what ? this.details.querySelector("[data-edits]") : null;
    field?.focus();
    // A title or a role is mostly written anew, a statement mostly changed in part.
    if (field?.matches("input")) field.select();
  }

  lineForm({ label, hint, value, saved, focus }) {
    const field = el("input", { type: "text", class: "pf-wide", maxlength: "120", value, "aria-label": label, "data-edits": "1", "data-f": focus });
    const leave = () => {
      this.edit(null);
      this.details.querySelector(`[data-f="${focus}"]`)?.focus();
    };
    const save = () => {
      const typed = field.value.trim();
      this.ui.edit = null;
      if (typed !== value) saved(typed);
      leave();
    };
    onSubmit(field, { save, leave, line: true });
    const buttons = [this.button("save", save, { class: "cjm-main" }), this.button("cancel", leave)];
    return el("div", { class: "pf-bar" }, field, ...buttons, hint ? el("span", { class: "cjm-quiet" }, hint) : null);
  }

  titleForm(one) {
    return this.lineForm({
      label: this.t("rename_of", { title: isolate(one.title) }), hint: this.t("rename_hint"), value: one.title, focus: "rename",
      saved: (title) => this.op("rename", { key: one.key, title }),
    }); // prettier-ignore
  }

  roleBlock(one, can) {
    if (can && this.ui.edit === `role:${one.key}`) {
      return { key: "role", sig: `edit ${one.key}`, make: () => this.lineForm({
        label: this.t("role"), hint: "", value: one.role, focus: "role", saved: (role) => this.op("set_role", { key: one.key, role }),
      }) }; // prettier-ignore
    }
    return this.block("role", [one.key, one.role, can], () =>
      el(
        "p",
        { class: "pf-role" },
        el("span", { class: "cjm-quiet" }, `${this.t("role")}: `),
        el("bdi", {}, one.role || this.t("role_none")),
        " ",
        can ? this.link("role_edit", () => this.edit(`role:${one.key}`), { "data-f": "role" }) : null,
      ),
    );
  }

  factBlock(one) {
    const n = one.share[1];
    const mean = meanStrength(one.members);
    const facts = [one.key.startsWith("new:") ? "" : one.key, this.t("members_share", { k: one.members.length, n })];
    if (mean !== null) facts.push(this.t("member_mean", { share: this.percent(mean) }));
    if (one.steady) facts.push(one.steady);
    if (one.typical) facts.push(this.t("typical_is", { who: isolate(one.typical) }));
    return this.block("facts", facts, () => el("p", { class: "cjm-quiet" }, facts.filter(Boolean).join(" · ")));
  }

  actBlock(one, can) {
    const several = this.now.personas.length > 1;
    return this.block("acts", [one.key, one.accepted_by, can, several], () => {
      const state = one.accepted_by
        ? el("span", { class: "pf-accepted" }, `✓ ${this.t("accepted_by", { coder: isolate(one.accepted_by) })}`)
        : el("span", { class: "cjm-quiet" }, this.t("is_draft"));
      const accept = one.accepted_by
        ? this.button("unaccept", () => this.op("accept", { key: one.key, accepted: false }), { "data-f": "accept" })
        : this.button("accept", () => this.op("accept", { key: one.key, accepted: true }), { "data-f": "accept", class: "cjm-main" });
      const merge = several ? this.button("merge", () => this.merge(), { "data-f": "merge" }) : null;
      return el("div", { class: "pf-bar" }, state, can ? accept : null, can ? merge : null);
    });
  }

  merge() {
    const one = this.now.personas.find((persona) => persona.key === this.ui.selected);
    const title = isolate(this.titleOf(one));
    const error = el("p", { class: "cjm-error", role: "alert" });
    const ticks = this.now.personas
      .filter((other) => other !== one && !other.saving)
      .map((other) => [other.key, el("input", { type: "checkbox" }), this.titleOf(other), other.members.length]);
    const rows = ticks.map(([, box, name, n]) => el("label", { class: "pf-check" }, box, el("bdi", {}, name), el("span", { class: "cjm-quiet" }, this.n("people_n", n))));
    const body = [el("p", {}, this.t(one.own_title ? "merge_text" : "merge_anew", { title })), ...rows, error];
    const action = () => {
      const keys = ticks.filter(([, box]) => box.checked).map(([key]) => key);
      if (!keys.length) {
        error.textContent = this.t("merge_none");
        return false;
      }
      this.op("merge", { keys, into: one.key });
      return true;
    };
    this.question("merge", body, "merge_do", action, { title: this.t("merge_title", { title }), first: ticks[0]?.[1] });
  }

  // Beside the statements

  paintSide(one) {
    const blocks = [];
    const add = (key, shown, parts) => {
      blocks.push(this.block(key, [one.key, shown, this.server.links, this.server.head], () => el("section", {}, el("h4", {}, this.t(key)), ...parts())));
    };
    if (one.contrasts.length || this.now.personas.length > 1) {
      add("contrasts", one.contrasts, () => this.contrasts(one.contrasts));
    }
    if (one.quotes.length) add("quotes", one.quotes, () => [el("ul", { class: "pf-quotes" }, ...one.quotes.map((row) => this.quote(row)))]);
    if (one.counter) add("counter", one.counter, () => [el("ul", { class: "pf-quotes" }, this.quote(one.counter))]);
    if (one.path.length) add("path", one.path, () => this.path(one.path));
    if (one.attributes.length) add("attributes", one.attributes, () => this.attributes(one.attributes));
    keyed(this.side, blocks);
  }

  table(rows) {
    const head = ["col_what", "col_inside", "col_outside"].map((key) => el("th", { scope: "col" }, this.t(key)));
    return el("table", { class: "pf-table" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows));
  }

  share([k, n]) {
    return n ? this.t("share", { k, n }) : "–";
  }

  contrasts(rows) {
    if (!rows.length) return [el("p", { class: "cjm-quiet" }, this.t("no_contrasts"))];
    const line = (row) => {
      const way = el("span", { class: "pf-way" }, `${row.more ? "▲" : "▽"} ${this.t(row.more ? "more" : "less")}`);
      return el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, row.text), " ", way), el("td", {}, this.share(row.inside)), el("td", {}, this.share(row.outside)));
    };
    return [this.table(rows.map(line)), el("p", { class: "cjm-quiet" }, this.server.head.contrasts_note)];
  }

  attributes(rows) {
    const line = (row) =>
      row.numeric
        ? el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, row.name)), el("td", { colspan: "2" }, row.value))
        : el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, row.name), ": ", el("bdi", {}, row.value)), el("td", {}, this.share(row.inside)), el("td", {}, this.share(row.outside)));
    return [this.table(rows.map(line)), el("p", { class: "cjm-quiet" }, this.server.head.attributes_note)];
  }

  path(steps) {
    const step = ({ label, stage, members }) =>
      el("li", {}, el("bdi", {}, label), el("span", { class: "cjm-quiet" }, ` ${[stage, this.share(members)].filter(Boolean).join(" · ")}`));
    return [el("ol", { class: "pf-path" }, ...steps.map(step)), el("p", { class: "cjm-quiet" }, this.t("path_note"))];
  }

  /** Words of an interview with who said them, and the way there where a form is open for it. */
  quote(row, tick = null) {
    const place = isolate(row.place);
    const way = this.server.links && row.guid
      ? el("button", { type: "button", class: "pf-link", "aria-label": this.t("show", { place }), onclick: () => this.ask("show", { guid: row.guid }) }, place)
      : el("span", {}, place); // prettier-ignore
    const words = el("blockquote", { class: "cjm-quote", dir: "auto" }, row.quote);
    const foot = el("p", { class: "cjm-quiet" }, way, row.code ? " · " : null, row.code ? el("bdi", {}, row.code) : null);
    return tick ? el("li", {}, el("label", { class: "pf-check" }, tick, words), foot) : el("li", {}, words, foot);
  }
};
