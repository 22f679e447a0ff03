// The statements about a persona: how many people stand behind each, whose words, and what a researcher says.
import { fill, isolate, keyed, onSubmit, shorten } from "./persona_dom.js";
import { barOf, bySection } from "./persona_rules.js";
import { el, guid } from "./shared.js";

// So long after the last letter, in ms, the codings are searched.
const PAUSE = 200;

export const withStatements = (Base) => class extends Base {
  paintStatements(one, can) {
    const sections = bySection(one.statements, this.server.sections);
    const blocks = sections.map((section) => ({
      key: `section:${section.key}`,
      sig: JSON.stringify([one.key, section.name]),
      make: () => el("section", {}, el("h4", {}, section.name), el("ul", { class: "pf-statements" })),
      update: (node) => keyed(node.lastElementChild, section.statements.map((statement) => this.statementItem(one, statement, can))),
    }));
    if (!sections.length) blocks.push(this.block("none", [one.key], () => el("p", { class: "cjm-quiet" }, this.t("no_statements"))));
    const list = {
      key: "list", sig: "list",
      make: () => el("div", { class: "pf-scroll", role: "group", "aria-label": this.t("statements"), tabindex: "0" }),
      update: (node) => keyed(node, blocks),
    }; // prettier-ignore
    const all = [this.block("heading", "statements", () => el("h4", { class: "pf-above" }, this.t("statements"))), list];
    if (one.hidden.length) all.push(this.block("hidden", [one.key, one.hidden, can], () => this.hiddenNode(one, can)));
    if (can) all.push(this.block("write", [one.key, this.server.sections], () => this.writeForm(one)));
    keyed(this.left, all);
  }

  statementItem(one, statement, can) {
    const place = `${one.key}/${statement.key}`;
    const key = statement.key;
    if (can && this.ui.edit === `statement:${place}`) {
      return { key, sig: `edit ${place}`, make: () => this.editForm(one, statement) };
    }
    const open = this.ui.panel?.place === place ? this.ui.panel : null;
    if (open?.what === "link") return { key, sig: `link ${place}`, make: () => this.linkNode(one, statement, can) };
    return this.block(key, [one.key, statement, can, open], () => this.statementNode(one, statement, can, open));
  }

  statementNode(one, statement, can, open) {
    const badges = [];
    if (statement.assumption) badges.push(el("span", { class: "pf-badge pf-guess", title: this.t("assumption_why") }, `◇ ${this.t("assumption")}`));
    if (statement.mine) badges.push(el("span", { class: "pf-badge" }, `✎ ${this.t("own")}`));
    else if (statement.reworded) badges.push(el("span", { class: "pf-badge" }, `✎ ${this.t("reworded")}`));
    if (statement.saving) badges.push(el("span", { class: "cjm-quiet" }, this.t("saving")));
    return el(
      "li",
      { class: statement.assumption ? "pf-statement pf-assumption" : "pf-statement" },
      el("p", { class: "pf-text", dir: "auto" }, statement.text),
      el(
        "div",
        { class: "pf-bar pf-foot" },
        statement.inside && !statement.assumption ? this.figures(statement) : null,
        ...badges,
        ...this.statementActs(one, statement, can, open),
      ),
      open ? this.evidenceNode(open, statement) : null,
    );
  }

  figures(statement) {
    const { share, low, width } = barOf(statement.inside, statement.interval);
    const [from, to] = statement.interval.map((bound) => this.percent(bound));
    const interval = this.t("interval", { low: from, high: to });
    const [[k, n], [others, all]] = [statement.inside, statement.outside];
    const parts = [this.t("inside", { k, n })];
    if (all) parts.push(this.t("outside", { k: others, n: all }));
    const bar = el(
      "span",
      { class: "pf-bar-of", "aria-hidden": "true", title: interval },
      el("span", { class: "pf-fill", style: { width: `${share}%` } }),
      el("span", { class: "pf-whisker", style: { left: `${low}%`, width: `${width}%` } }),
    );
    return el("span", { class: "pf-figures" }, bar, el("span", {}, parts.join("; ")), el("span", { class: "cjm-hidden" }, `, ${interval}`));
  }

  statementActs(one, statement, can, open) {
    const text = isolate(shorten(statement.text, 60));
    const args = { key: one.key, statement: statement.key };
    const place = `${one.key}/${statement.key}`;
    const f = (name) => `${name}:${statement.key}`;
    const acts = [];
    if (statement.quotes) {
      const label = this.n("evidence", statement.quotes);
      acts.push(el("button", { type: "button", class: "pf-chip", "data-f": f("evidence"), "aria-expanded": String(Boolean(open)), "aria-label": `${label}: ${text}`, onclick: () => this.openEvidence(one, statement) }, `❝ ${label}`));
    } // prettier-ignore
    if (!can || statement.saving) return acts;
    if (statement.mine) acts.push(this.link("link", () => this.openLinks(one, statement), { "data-f": f("link"), "aria-label": this.t("link_of", { text }) }));
    acts.push(this.link("edit", () => this.edit(`statement:${place}`), { "data-f": f("edit"), "aria-label": this.t("edit_of", { text }) }));
    const word = statement.mine ? "remove" : "leave_out";
    acts.push(this.link(word, () => this.op("remove_statement", args), { "data-f": f("out"), "aria-label": this.t(`${word}_of`, { text }) }));
    return acts;
  }

  // The quotes behind a statement

  async openEvidence(one, statement) {
    const place = `${one.key}/${statement.key}`;
    const was = this.ui.panel;
    this.ui.panel = was?.place === place && was.what === "evidence" ? null : { place, what: "evidence", rows: null };
    this.paintDetails();
    if (!this.ui.panel) return;
    const answer = await this.ask("evidence", { key: one.key, statement: statement.key });
    if (this.ui.panel?.place !== place || this.ui.panel.what !== "evidence") return;
    this.ui.panel = answer ? { ...this.ui.panel, rows: answer.rows } : null;
    this.paintDetails();
  }

  evidenceNode(open, statement) {
    const label = this.t("evidence_of", { text: isolate(shorten(statement.text, 60)) });
    const body = open.rows === null
      ? el("p", { class: "cjm-quiet" }, this.t("loading"))
      : open.rows.length
        ? el("ul", { class: "pf-quotes" }, ...open.rows.map((row) => this.quote(row)))
        : el("p", { class: "cjm-quiet" }, this.t("no_evidence")); // prettier-ignore
    return el("div", { class: "pf-panel", role: "group", "aria-label": label }, body);
  }

  // Words of one's own

  editForm(one, statement) {
    const text = el("textarea", { rows: "3", value: statement.text, "aria-label": this.t("edit_of", { text: isolate(shorten(statement.text, 60)) }), "data-edits": "1", "data-f": `edit:${statement.key}` });
    const section = el("select", {});
    fill(section, this.server.sections, statement.section);
    const leave = () => {
      this.edit(null);
      this.details.querySelector(`[data-f="${CSS.escape(`edit:${statement.key}`)}"]`)?.focus();
    };
    const error = el("p", { class: "cjm-error", role: "alert" });
    const save = () => {
      const changes = {};
      const typed = text.value.trim();
      if (!typed && statement.mine) {
        error.textContent = this.t("need_text");
        return;
      }
      if (typed !== statement.text) changes.text = typed;
      if (statement.mine && section.value !== statement.section) changes.section = section.value;
      this.ui.edit = null;
      if (Object.keys(changes).length) this.op("change_statement", { key: one.key, statement: statement.key, ...changes });
      leave();
    };
    onSubmit(text, { save, leave });
    return el(
      "li",
      { class: "pf-statement" },
      text,
      statement.mine ? el("label", { class: "pf-field" }, this.t("write_section"), section) : el("p", { class: "cjm-quiet" }, this.t("edit_hint")),
      el("div", { class: "pf-bar" }, this.button("save", save, { class: "cjm-main" }), this.button("cancel", leave), error),
    ); // prettier-ignore
  }

  writeForm(one) {
    const kept = (this.ui.typed[one.key] ??= { text: "", section: this.server.sections[0]?.[0] ?? "" });
    const section = el("select", { onchange: () => (kept.section = section.value) });
    fill(section, this.server.sections, kept.section);
    const text = el("textarea", { rows: "2", value: kept.text, "aria-label": this.t("write_text"), placeholder: this.t("write_text"), oninput: () => (kept.text = text.value) });
    const error = el("p", { class: "cjm-error", role: "alert" });
    const add = () => {
      const typed = text.value.trim();
      error.textContent = typed ? "" : this.t("need_text");
      text.focus();
      if (!typed) return;
      text.value = kept.text = "";
      const args = { key: one.key, guid: guid(), section: section.value, text: typed, evidence: [] };
      this.op("add_statement", args, (message) => {
        // What was typed comes back to be tried again.
        if (!text.value) text.value = kept.text = typed;
        error.textContent = message;
      });
      // It stands in its section of the list above, which scrolls.
      this.left.querySelector(`.pf-statement[data-at="${CSS.escape(args.guid)}"]`)?.scrollIntoView({ block: "nearest" });
    };
    onSubmit(text, { save: add, leave: () => this.openTitle()?.focus() });
    return el(
      "section",
      { class: "pf-write" },
      el("h4", {}, this.t("write")),
      text,
      el("div", { class: "pf-bar" }, el("label", { class: "pf-field" }, this.t("write_section"), section), this.button("write_do", add), el("span", { class: "cjm-quiet" }, this.t("write_hint"))),
      error,
    ); // prettier-ignore
  }

  hiddenNode(one, can) {
    const row = (hidden) => {
      const args = { key: one.key, statements: [hidden.key] };
      const label = this.t("bring_back_of", { text: isolate(shorten(hidden.text, 60)) });
      return el("li", {}, el("span", { dir: "auto" }, hidden.text), " ", can ? this.link("bring_back", () => this.op("restore_statements", args), { "aria-label": label, "data-f": `back:${hidden.key}` }) : null);
    }; // prettier-ignore
    const all = can && one.hidden.length > 1 ? this.link("bring_all", () => this.op("restore_statements", { key: one.key, statements: [] }), { "data-f": "back:all" }) : null;
    return el(
      "details",
      { class: "pf-fold", open: this.ui.open.hidden ? true : null, ontoggle: (event) => (this.ui.open.hidden = event.target.open) },
      el("summary", { "data-f": "hidden" }, this.n("left_out", one.hidden.length)),
      el("ul", {}, ...one.hidden.map(row)),
      all,
    );
  }

  // Quotes for a statement of one's own

  openLinks(one, statement) {
    this.ui.panel = { place: `${one.key}/${statement.key}`, what: "link" };
    this.paintDetails();
    this.details.querySelector(".pf-search")?.focus();
  }

  linkNode(one, statement) {
    const ticked = new Set(statement.linked);
    const text = isolate(shorten(statement.text, 60));
    const list = el("ul", { class: "pf-quotes" });
    const found = el("span", { class: "cjm-quiet", role: "status" });
    const search = el("input", { type: "search", class: "pf-search", "aria-label": this.t("link_search"), placeholder: this.t("link_search") });
    let asked = 0;
    const find = async () => {
      const mine = (asked += 1);
      const answer = await this.ask("codings", { key: one.key, query: search.value });
      if (!answer || mine !== asked) return;
      const { rows, total } = answer;
      found.textContent = total ? [this.n("link_n", total), total > rows.length ? this.t("link_more") : ""].join(" ") : this.t("link_none");
      list.replaceChildren(...rows.map((row) => {
        const tick = el("input", { type: "checkbox", onchange: () => (tick.checked ? ticked.add(row.guid) : ticked.delete(row.guid)) });
        tick.checked = ticked.has(row.guid);
        return this.quote(row, tick);
      })); // prettier-ignore
    };
    let timer = 0;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(find, PAUSE);
    });
    const close = () => {
      this.ui.panel = null;
      this.paintDetails();
      this.details.querySelector(`[data-f="${CSS.escape(`link:${statement.key}`)}"]`)?.focus();
    };
    const save = () => {
      this.ui.panel = null;
      this.op("change_statement", { key: one.key, statement: statement.key, evidence: [...ticked] });
      close();
    };
    onSubmit(search, { save, leave: close });
    find();
    return el(
      "li",
      { class: "pf-statement" },
      el("p", { class: "pf-text", dir: "auto" }, statement.text),
      el(
        "div",
        { class: "pf-panel", role: "group", "aria-label": this.t("link_of", { text }) },
        el("div", { class: "pf-bar" }, search, found),
        list,
        el("div", { class: "pf-bar" }, this.button("link_do", save, { class: "cjm-main" }), this.button("cancel", close)),
      ),
    );
  }
};
