// Above the personas: what the procedure says, and which groups are looked at.
import { dialog, fill, keyed, setText } from "./persona_dom.js";
import { el } from "./shared.js";

const SHAPES = { stable: "●", tentative: "◐", hypothesis: "○", no_groups: "□" };

export const withHead = (Base) => class extends Base {
  buildHead() {
    const choice = (key, onchange) => {
      const select = el("select", { onchange });
      return [select, el("label", { class: "pf-field" }, this.t(key), select)];
    };
    const [group, groupLabel] = choice("group", () => this.ask("choose_group", { group: group.value }));
    const [k, kLabel] = choice("k", () => k.value && (by.value = ""));
    const [by, byLabel] = choice("by", () => by.value && (k.value = ""));
    this.choose = { group, groupLabel, k, by, byLabel };
    this.findButton = this.button("find", () => this.look(Number(k.value) || null, by.value));
    this.bar.prepend(groupLabel, kLabel, byLabel, this.findButton);
    this.bars = el("progress", { class: "pf-progress", "aria-label": this.t("working") });
    this.workText = el("span", { role: "status" });
    this.work = el("div", { class: "pf-work" }, this.workText, this.bars);
    this.renew = this.button("renew", () => this.ask("renew", {}));
    this.stale = el("div", { class: "pf-note" }, el("span", {}, this.t("stale")), " ", this.renew);
    this.failed = el("p", { class: "pf-note cjm-error", role: "alert" });
    this.keepButton = this.button("keep", () => this.keep(), { class: "cjm-main" });
    this.lookBar = el(
      "div",
      { class: "pf-note" },
      el("span", {}, this.t("looking")),
      " ",
      this.keepButton,
      " ",
      this.button("leave", () => this.look(null, "")),
    );
    this.head = el("div", { class: "pf-head" });
    return [this.work, this.failed, this.stale, this.lookBar, this.head];
  }

  paintHead() {
    const { choice, work, head } = this.server;
    const { group, groupLabel, k, by, byLabel } = this.choose;
    const counts = Array.from({ length: Math.max(0, choice.most - 1) }, (_one, n) => String(n + 2));
    const names = choice.groups.map(([key, name, n]) => [key, this.t("group_n", { name, n })]);
    groupLabel.hidden = choice.groups.length < 2;
    byLabel.hidden = !choice.attributes.length;
    fill(group, names, choice.group);
    // What is being chosen and not yet asked for stays.
    const now = JSON.stringify([choice.group, choice.k, choice.by]);
    fill(k, [["", this.t("k_data")], ...counts.map((n) => [n, n])], this.chosen === now ? k.value : String(choice.k ?? ""));
    fill(by, [["", this.t("by_nothing")], ...choice.attributes], this.chosen === now ? by.value : choice.by);
    this.chosen = now;
    this.work.hidden = !work.busy;
    setText(this.workText, work.busy ? this.t(head && !choice.looking ? "counting" : "working") : "");
    if (!work.busy) this.bars.removeAttribute("value");
    this.failed.hidden = !work.failed;
    setText(this.failed, work.failed);
    this.stale.hidden = !work.stale || work.busy;
    this.lookBar.hidden = !choice.looking;
    // There is nothing to keep where no groups came of it, or not yet.
    this.keepButton.hidden = Boolean(work.failed) || work.busy;
    keyed(this.head, head ? this.headParts(head, choice) : []);
  }

  progress(done, total) {
    this.bars.max = Math.max(1, total);
    this.bars.value = done;
    this.bars.title = this.t("progress", { done, total });
  }

  headParts(head, choice) {
    const part = (key, sig, make) => ({ key, sig: JSON.stringify(sig), make });
    const facts = [this.n("people_n", head.n), head.basis_name];
    if (head.k > 1) facts.splice(1, 0, this.n("personas_n", head.k));
    const parts = [
      part("verdict", [head.verdict, head.name, head.line, facts], () =>
        el(
          "div",
          { class: "pf-verdict", dataset: { verdict: head.verdict } },
          el("h2", {}, el("span", { class: "pf-shape", "aria-hidden": "true" }, SHAPES[head.verdict] ?? "○"), " ", el("span", { class: "cjm-hidden" }, `${this.t("verdict")}: `), head.name),
          el("p", { class: "pf-facts" }, facts.join(" · ")),
          head.line ? el("p", {}, head.line) : null,
        ),
      ),
      part("why", head.why, () => el("p", { class: "pf-why" }, head.why)),
    ]; // prettier-ignore
    if (head.warnings.length) parts.push(part("warnings", head.warnings, () => this.folded("warnings", head.warnings)));
    if (choice.settled && !choice.looking) {
      parts.push(part("decisions", [head.decisions, choice.settled], () => this.decisions(head.decisions)));
    }
    return parts;
  }

  folded(key, sentences, ...more) {
    const few = sentences.length === 1 && key === "warnings";
    return el(
      "details",
      { class: "pf-fold", open: (this.ui.open[key] ?? few) ? true : null, ontoggle: (event) => (this.ui.open[key] = event.target.open) },
      el("summary", { "data-f": key }, this.n(key, sentences.length)),
      el("ul", {}, ...sentences.map((sentence) => el("li", {}, el("bdi", {}, sentence)))),
      ...more,
    );
  }

  decisions(sentences) {
    const back = this.button("back", () => this.forget(), { "data-f": "back" });
    const note = el("p", { class: "cjm-quiet" }, this.t("settled"));
    if (!sentences.length) return el("div", { class: "pf-settled" }, note, back);
    return el("div", { class: "pf-settled" }, note, this.folded("decisions", sentences), back);
  }

  look(k, by) {
    this.ask("look", { k, by: by || null });
  }

  keep() {
    const { group, k, by, settled } = this.server.choice;
    const keep = () => this.op("keep", { group, k, by: by || null });
    if (settled) this.question("keep", [el("p", {}, this.t("keep_text"))], "keep", keep);
    else keep();
  }

  forget() {
    const { group } = this.server.choice;
    this.question("back", [el("p", {}, this.t("back_text"))], "back_do", () => this.op("forget", { group }));
  }

  /** Asks before something is done; `first` gets the focus. */
  question(key, body, label, action, { title = this.t(`${key}_title`), first = null } = {}) {
    const buttons = [[this.t(label), action, true], [this.t("cancel"), null, false]]; // prettier-ignore
    dialog(this.root, `${this.id}-dialog`, { title, body, buttons, first, home: () => this.openTitle() });
  }
};
