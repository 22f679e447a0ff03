// The interview of the compare view: each turn's text between the codings of both.
import { codePointIndex, el } from "./shared.js";
import { codingOf, lanesOf, segmentsOf } from "./comparison_text.js";

// Lines above the text for one coder, below it for the other.
const LANES = 3;

export const withTurns = (Base) => class extends Base {
  drawTurns() {
    this.turns.replaceChildren(...this.content.open.turns.map((_turn, number) => this.turn(number)));
  }

  drawTurn(number) {
    const old = this.turns.children[number];
    const focused = old.contains(old.getRootNode().activeElement);
    const fresh = this.turn(number);
    old.replaceWith(fresh);
    if (focused) (fresh.querySelector('[aria-pressed="true"]') ?? this.turns).focus({ preventScroll: true });
  }

  drawFilter() {
    if (!this.onlyOpen && !this.filtered) return;
    this.filtered = this.onlyOpen;
    const open = new Set(this.pairs.filter((pair) => this.isOpen(pair)).map((pair) => pair.turn));
    const kept = this.current?.turn;
    [...this.turns.children].forEach((node, n) => (node.hidden = this.onlyOpen && !open.has(n) && n !== kept));
  }

  turn(number) {
    const { speakers, turns } = this.content.open;
    const [speaker, role, seconds, text] = turns[number];
    const pairs = this.pairs.filter((pair) => pair.turn === number);
    const name = speakers[speaker] || this.say(role);
    const head = el("div", { class: "cc-head" }, el("bdi", {}, name), seconds === null ? "" : ` ${clock(seconds)}`);
    const body = el("div", { class: "cc-text cjm-quote", dir: "auto", dataset: { turn: number } }, ...this.text(number, text));
    const cell = el("div", { class: "cc-middle" }, head, body);
    cell.style.gridRow = `1 / span ${Math.max(1, pairs.length)}`;
    const rows = pairs.flatMap((pair, n) => [0, 1].map((side) => this.chip(pair, side, n + 1)));
    const quiet = pairs.length === 0 ? " cc-plain" : "";
    return el("article", { class: `cc-turn cc-${role}${quiet}` }, cell, ...rows);
  }

  text(number, text) {
    const at = codePointIndex(text);
    const rows = this.content.open.pairs[number];
    const shown = this.current?.turn === number ? this.current : null;
    const codings = (rows?.codings ?? []).map(codingOf);
    const sides = this.content.open.coders.map((name) => codings.filter((coding) => coding.coder === name));
    const lanes = sides.map((side) => lanesOf(side, LANES));
    const draft = shown && this.draft ? [{ ...this.draft, draft: true }] : [];
    return segmentsOf(at.length, [...codings, ...draft]).map(([start, end, spans]) => {
      const words = text.slice(at.toUnits(start), at.toUnits(end));
      if (spans.length === 0) return words;
      const node = el("span", { class: "cc-mark" }, words);
      const lines = spans.filter((span) => !span.draft).map((span) => {
        const side = span.coder === this.content.open.coders[0] ? 0 : 1;
        return [this.colour(span.code), side, lanes[side].get(span.guid) ?? 0];
      });
      node.style.backgroundImage = lines.map(([colour]) => `linear-gradient(${colour},${colour})`).join(",");
      node.style.backgroundPosition = lines
        .map(([, side, lane]) => (side === 0 ? `0 ${lane * 4}px` : `0 calc(100% - ${lane * 4}px)`))
        .join(",");
      const chosen = this.draft ? spans.some((span) => span.draft) : spans.some((span) => shown && [shown.first, shown.second].includes(span.guid));
      node.classList.toggle("cc-chosen", Boolean(shown) && chosen);
      return node;
    });
  }

  chip(pair, side, row) {
    const coder = this.content.open.coders[side];
    const coding = this.coding(pair.turn, side === 0 ? pair.first : pair.second);
    const place = `grid-row:${row};grid-column:${side === 0 ? 1 : 3}`;
    if (!coding) {
      const none = el("div", { class: "cc-none cjm-quiet", "aria-hidden": "true" }, "–");
      none.style.cssText = place;
      return none;
    }
    const state = [this.verdict(pair), this.decision(pair)].filter(Boolean).join(", ");
    const name = this.codeName(coding.code);
    const notes = [this.value(coding.valence), this.stages.get(coding.stage) ?? coding.stage].filter(Boolean).join(" · ");
    const tells = side === 0 || !pair.first;
    const taken = ["both", side === 0 ? "first" : "second"].includes(pair.decision);
    const node = el(
      "button",
      {
        type: "button",
        class: `cc-chip cc-v-${pair.verdict}${pair.decision && !taken && pair.verdict !== "same" ? " cc-left-out" : ""}`,
        tabindex: "-1",
        "aria-pressed": String(pair.key === this.selected),
        "aria-label": this.say("coding", { coder, code: name, quote: this.quote(pair.turn, coding), verdict: state }),
        dataset: { key: pair.key, state: this.isOpen(pair) ? "open" : "quiet" },
      },
      el("span", { class: "cc-code" }, taken && pair.verdict !== "same" ? `✓ ${name}` : name),
      notes && el("span", { class: "cc-notes" }, notes),
      tells && pair.verdict !== "same" && el("span", { class: "cc-state" }, state),
      tells && pair.verdict === "same" && pair.decision && el("span", { class: "cc-state" }, `✓ ${this.decision(pair)}`),
    );
    node.style.cssText = place;
    node.style.setProperty("--c", this.colour(coding.code));
    return node;
  }
};

function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
