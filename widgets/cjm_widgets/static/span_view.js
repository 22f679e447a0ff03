// What the coding pane looks like: its frame, the turns with their codings, and the place where one is.

import { announcer, el, format, holdKeys, savedMark } from "./shared.js";
import { drawDetails } from "./span_details.js";
import { Interview, LOST, OPEN, REJECTED } from "./span_interview.js";
import { chipNotes, paintChips, paintText } from "./span_paint.js";
import { clock, firstWhere, pieces, progressOf } from "./span_text.js";
import { fill, whenIdle, cancelIdle } from "./span_dom.js";

// Painted at once: so many pieces of text around the place where one begins to read. The rest follows while idle.
export const AT_ONCE = 80;

const SHOWN_FOR = 8000; // in ms

const UNKNOWN = { name: "?", full: "?", colour: "", definition: "", usable: false };

export class View {
  // ---- Frame

  build() {
    const { words } = this;
    this.mark = savedMark(words);
    this.speaker = announcer();
    const button = (text, title, act, more = {}) =>
      el("button", { type: "button", class: "cjm-button cjm-icon", title, "aria-label": title, onclick: act, ...more }, text);
    const run = (name) => () => this.run(name);
    const select = (label, onchange) => el("select", { class: "cjm-field", "aria-label": label, title: label, onchange });
    this.picker = select(words.interview, (event) => this.open(event.target.value));
    this.undoButton = button("↶", words.undo, run("undo"));
    this.redoButton = button("↷", words.redo, run("redo"));
    this.bars = el("div", { class: "cjm-bars" });
    const filter = (name) => (event) => this.filter({ [name]: event.target.value });
    this.codeFilter = select(words.filter_code, filter("code"));
    this.coderFilter = select(words.filter_coder, filter("coder"));
    this.statusFilter = select(words.filter_status, filter("status"));
    const statuses = [["", words.shown_status], ["0", words.status_0], ["1", words.status_1], ["2", words.status_2], ["any", words.any_status]];
    fill(this.statusFilter, this.blind ? [statuses[0]] : statuses, "");
    this.orderField = select(words.order, (event) => this.setOrder(event.target.value));
    fill(this.orderField, ["text", "score", "uncertainty"].map((name) => [name, words[`order_${name}`]]), this.order);
    this.scoreFilter = select(words.filter_score, (event) => this.filter({ least: Number(event.target.value) }));
    const least = (share) => [String(share * 1000), format(words, "score_least", { score: this.percent(share * 1000) })];
    fill(this.scoreFilter, [["0", words.any_score], ...[0.2, 0.4, 0.6, 0.8].map(least)], "0");
    this.onlyBox = el("input", { type: "checkbox", onchange: (event) => this.filter({ only: event.target.checked }) });
    this.searchField = el("input", {
      type: "search", class: "cjm-field cjm-search", placeholder: words.search, "aria-label": words.search, dir: "auto",
      oninput: () => this.search(), onkeydown: (event) => this.searchKey(event),
    });
    this.hitCount = el("span", { class: "cjm-hits", "aria-live": "polite" });
    this.notice = el("div", { class: "cjm-notice", hidden: true });
    this.lostPanel = el("section", { class: "cjm-lost", hidden: true, "aria-label": words.lost_title });
    this.banner = el("div", { class: "cjm-banner", hidden: true });
    this.feed = el("div", { class: "cjm-feed" });
    this.said = el("div", { class: "cjm-said", "aria-hidden": "true" });
    this.panel = el("div", { class: "cjm-panel" });
    this.details = el("aside", { class: "cjm-details", "aria-label": words.details, tabindex: "-1" }, this.panel);
    this.tip = el("div", { class: "cjm-tip", role: "tooltip", hidden: true });
    const top = el(
      "div",
      { class: "cjm-top" },
      button("‹", words.previous_interview, run("previousInterview")),
      this.picker,
      button("›", words.next_interview, run("nextInterview")),
      this.bars,
      this.mark.node,
      this.undoButton,
      this.redoButton,
      button("?", words.help, run("help")),
    );
    const unfold = () => more.setAttribute("aria-expanded", String(more.getAttribute("aria-expanded") === "false"));
    const more = el(
      "button",
      { type: "button", class: "cjm-button cjm-more", "aria-expanded": "false", onclick: unfold },
      words.filters,
    );
    const filters = el(
      "div",
      { class: "cjm-filters", role: "group", "aria-label": words.filters },
      this.searchField,
      this.hitCount,
      button("↑", words.previous_hit, () => this.hit(-1)),
      button("↓", words.next_hit, () => this.hit(1)),
      more,
      el(
        "div",
        { class: "cjm-choices" },
        this.codeFilter,
        this.blind ? null : this.coderFilter,
        this.blind ? null : this.statusFilter,
        this.blind ? null : this.scoreFilter,
        this.blind ? null : this.orderField,
        el("label", { class: "cjm-check" }, this.onlyBox, words.only_matches),
      ),
    );
    this.root.classList.add("cjm", "cjm-pane");
    this.root.lang = words.lang ?? "en";
    this.root.append(
      top,
      filters,
      ...(this.blind ? [el("p", { class: "cjm-blind" }, words.blind)] : []),
      this.notice,
      this.lostPanel,
      this.banner,
      el("div", { class: "cjm-body" }, this.feed, this.details),
      this.said,
      this.tip,
      this.speaker.node,
    );
    this.feed.append(el("p", { class: "cjm-quiet" }, words.loading));
    this.releaseKeys = holdKeys(this.root);
    this.listen();
  }

  listen() {
    this.root.addEventListener("keydown", (event) => this.key(event));
    // Remembered: asking for it would lay out the page with every step.
    this.details.addEventListener("scroll", () => (this.isScrolled = true), { passive: true });
    this.root.addEventListener("focusout", (event) => (this.inSight &&= this.root.contains(event.relatedTarget)));
    this.feed.addEventListener("click", (event) => this.click(event));
    this.feed.addEventListener("pointerdown", () => (this.dragging = true));
    this.feed.addEventListener("focusin", (event) => this.focused(event));
    this.feed.addEventListener("pointerover", (event) => this.hover(event));
    this.feed.addEventListener("pointerleave", () => this.hover(null));
    this.feed.addEventListener("scroll", () => this.hover(null), { passive: true });
    this.released = () => {
      if (!this.dragging) return;
      this.dragging = false;
      // The browser settles the selection after the event.
      setTimeout(() => this.afterDrag(), 0);
    };
    this.pressed = (event) => {
      if (this.chooser.isOpen && !this.chooser.node.contains(event.target)) this.chooser.close();
    };
    document.addEventListener("pointerup", this.released);
    document.addEventListener("pointerdown", this.pressed, true);
    this.watcher = new IntersectionObserver((entries) => this.near(entries), { root: this.feed, rootMargin: "1200px 0px" });
  }

  destroy() {
    this.client.destroy();
    this.watcher.disconnect();
    this.releaseKeys();
    cancelIdle(this.idle);
    clearTimeout(this.unsaid);
    document.removeEventListener("pointerup", this.released);
    document.removeEventListener("pointerdown", this.pressed, true);
    this.showMarks("cjm-marked", []);
    this.showMarks("cjm-found", []);
    this.root.replaceChildren();
  }

  // ---- Interviews

  // Without a place: where one was when one left the interview.
  async open(id, place = null) {
    if (!id || (id === this.doc?.id && !this.wanted)) return;
    this.wanted = id;
    this.dismiss();
    try {
      const { open } = await this.client.ask("open", { interview: id });
      if (this.wanted !== id) return;
      this.wanted = null;
      this.current = { ...(place ?? this.placeIn(id)) };
      this.load(open, this.client.pending);
    } catch (error) {
      this.wanted = null;
      this.drawBars();
      if (error.message) this.tell(format(this.words, "said_refused", { message: error.message }));
    }
  }

  load(content, pending) {
    const before = this.doc;
    const doc = new Interview(content, this.coder);
    const same = before?.id === doc.id && before.turns.length === doc.turns.length;
    if (before?.id !== doc.id) {
      if (!before && !this.current.guid && !this.current.turn) this.current = this.placeIn(doc.id);
      this.found = null;
      this.marking = null;
      this.placing = null;
    }
    this.doc = doc;
    for (const { op, args } of pending) doc.apply(op, args);
    this.current.turn = Math.min(this.current.turn, doc.turns.length - 1);
    if (same) this.renew(before);
    else this.drawTurns();
    this.drawRest();
    if (this.searchField.value) this.search();
    this.remember();
  }

  // The same interview again: rows stay, so that the place where one reads does too.
  renew(before) {
    this.doc.turns.forEach((turn, n) => {
      this.rows[n].turn = turn;
      if (turn.text !== before.turns[n].text && !this.rows[n].editor) this.drawTurn(n);
    });
    this.repaintAll();
  }

  drawTurns() {
    this.watcher.disconnect();
    const held = this.feed.contains(document.activeElement);
    const total = this.doc.turns.length;
    this.rows = this.doc.turns.map((turn) => this.row(turn, total));
    const near = Math.max(0, this.current.turn - 8);
    let left = AT_ONCE;
    for (let n = near; n < total && left > 0; n += 1) {
      for (const block of this.rows[n].blocks.slice(0, left)) this.paint(block);
      left -= this.rows[n].blocks.length;
    }
    this.feed.replaceChildren(...this.rows.map((row) => row.node));
    this.feed.setAttribute("role", "feed");
    this.feed.setAttribute("aria-label", this.words.pane);
    this.rows.forEach((row) => row.blocks.forEach((block) => block.painted || this.watcher.observe(block.node)));
    this.feed.scrollTop = 0;
    this.setCurrent(this.current.turn, this.current.guid, { focus: held, scroll: this.current.turn > 0 });
    this.paintLater();
  }

  row(turn, total) {
    const { words } = this;
    const node = document.createElement("article");
    node.className = `cjm-turn cjm-${turn.role}`;
    node.tabIndex = -1;
    node.dataset.turn = String(turn.n);
    node.setAttribute("aria-posinset", String(turn.n + 1));
    node.setAttribute("aria-setsize", String(total));
    const meta = document.createElement("div");
    meta.className = "cjm-meta";
    const speaker = document.createElement("bdi");
    speaker.className = "cjm-speaker";
    speaker.textContent = turn.speaker || words[`role_${turn.role}`];
    speaker.title = words[`role_${turn.role}`];
    meta.append(speaker);
    const time = document.createElement("span");
    time.className = "cjm-time";
    time.textContent = turn.at === null ? String(turn.n + 1) : `${turn.n + 1} · ${clock(turn.at)}`;
    meta.append(time);
    const row = { node, meta, turn, blocks: [] };
    this.fillRow(row);
    return row;
  }

  fillRow(row) {
    const { turn, node } = row;
    for (const block of row.blocks) this.watcher.unobserve(block.node);
    const cuts = pieces(turn.text);
    node.classList.toggle("cjm-long", cuts.length > 1);
    row.blocks = cuts.map(([from, to]) => {
      const block = { turn: turn.n, from, to, painted: false, marks: null };
      block.node = document.createElement("div");
      block.node.className = "cjm-block";
      block.node.block = block;
      block.text = document.createElement("p");
      block.text.className = "cjm-text";
      block.text.dir = "auto";
      block.text.textContent = turn.text.slice(from, to);
      block.chips = document.createElement("div");
      block.chips.className = "cjm-chips";
      block.node.append(block.text, block.chips);
      return block;
    });
    node.replaceChildren(row.meta, ...row.blocks.map((block) => block.node));
  }

  drawTurn(n) {
    const row = this.rows[n];
    row.turn = this.doc.turns[n];
    row.editor = null;
    this.fillRow(row);
    for (const block of row.blocks) this.paint(block);
    this.setTabStop();
  }

  setText(n, text) {
    this.doc.setText(n, text);
    this.found = null;
    // What somebody is writing there stays.
    if (!this.rows[n].editor) this.drawTurn(n);
    if (this.searchField.value) this.search();
  }

  // ---- Painting

  near(entries) {
    for (const { isIntersecting, target } of entries) if (isIntersecting && !target.block.painted) this.paint(target.block);
  }

  paintLater() {
    cancelIdle(this.idle);
    const waiting = this.rows.flatMap((row) => row.blocks.filter((block) => !block.painted));
    let next = 0;
    const some = (deadline) => {
      while (next < waiting.length && deadline.timeRemaining() > 2) {
        if (!waiting[next].painted && waiting[next].node.isConnected) this.paint(waiting[next]);
        next += 1;
      }
      if (next < waiting.length) this.idle = whenIdle(some);
      else this.root.dataset.painted = "all";
    };
    this.root.dataset.painted = "some";
    this.idle = whenIdle(some);
  }

  shows(coding) {
    if (coding.status === LOST) return false;
    const { code, coder, status, least } = this.filters;
    if (coding.status === OPEN && least && (coding.score ?? 1000) < least) return false;
    if (status === "" ? coding.status === REJECTED : status !== "any" && String(coding.status) !== status) return false;
    if (coder && coding.coder !== coder) return false;
    return !code || coding.code === code || coding.code.startsWith(`${code}/`) || this.isBelow(coding.code, code);
  }

  isBelow(key, above) {
    const order = [...this.codes.values()];
    const at = order.findIndex((code) => code.key === above);
    for (let n = at + 1; at >= 0 && n < order.length && order[n].depth > order[at].depth; n += 1) if (order[n].key === key) return true;
    return false;
  }

  paint(block) {
    const { doc } = this;
    const turn = doc.turns[block.turn];
    const spans = [];
    for (const key of turn.guids) {
      const coding = doc.codings.get(key);
      const start = turn.units(coding.start);
      const end = turn.units(coding.end);
      if (start >= block.to || end <= block.from || !this.shows(coding)) continue;
      spans.push({ guid: key, start, end, status: coding.status, colour: this.colour(coding.code), coding });
    }
    spans.sort((a, b) => a.start - b.start || b.end - a.end || (a.guid < b.guid ? -1 : 1));
    const held = block.chips.contains(document.activeElement) ? document.activeElement.dataset.guid : null;
    if (!this.rows[block.turn]?.editor) block.marks = paintText(block.text, turn.text, block.from, block.to, spans);
    const begins = spans.filter((span) => span.start >= block.from);
    paintChips(block.chips, begins.map((span) => span.coding), this);
    block.node.classList.toggle("cjm-coded", spans.length > 0);
    block.painted = true;
    this.watcher.unobserve(block.node);
    if (held !== null && document.activeElement?.dataset.guid !== held) {
      const again = block.chips.querySelector(`[data-guid="${CSS.escape(held)}"]`);
      (again ?? this.rows[block.turn].node).focus({ preventScroll: true });
    }
    if (this.current.turn === block.turn) this.light();
  }

  // Codings that changed: [before, after].
  repaint(touched) {
    const dirty = new Set();
    for (const pair of touched) {
      for (const coding of pair) if (coding) this.blocksOf(coding).forEach((block) => dirty.add(block));
    }
    for (const block of dirty) if (block.painted) this.paint(block);
    if (touched.length) this.drawRest();
  }

  blocksOf(coding) {
    const row = this.rows[coding.turn];
    if (!row || row.blocks.length === 1) return row?.blocks ?? [];
    const start = row.turn.units(coding.start);
    const end = row.turn.units(coding.end);
    const first = firstWhere(row.blocks, (block) => block.to > start);
    const after = firstWhere(row.blocks, (block) => block.from >= end);
    return row.blocks.slice(first, Math.max(after, first + 1));
  }

  repaintAll() {
    for (const row of this.rows) {
      for (const block of row.blocks) {
        block.painted = false;
        this.watcher.unobserve(block.node);
        this.watcher.observe(block.node);
      }
    }
    const shown = this.rows[this.current.turn];
    shown?.blocks.slice(0, AT_ONCE).forEach((block) => this.paint(block));
    this.drawRest();
    this.paintLater();
  }

  // What stands around the text.
  drawRest() {
    const { doc } = this;
    this.sequenceOf = null;
    if (doc) this.progress.set(doc.id, progressOf(doc.codings.values(), doc.participantTurns, this.blind));
    if (this.current.guid && !doc?.codings.has(this.current.guid)) this.current.guid = null;
    this.drawBars();
    this.drawLost();
    this.drawNotice();
    this.drawDetails();
    this.setTabStop();
    this.ready();
  }

  drawDetails() {
    if (this.doc) drawDetails(this);
  }

  drawBars() {
    const { words, blind } = this;
    const option = ([id, [made, decided, turns, coded]]) => {
      const [k, n] = blind || made === 0 ? [coded, turns] : [decided, made];
      return [id, format(words, "interview_option", { id, k, n })];
    };
    fill(this.picker, [...this.progress].map(option), this.doc?.id ?? "");
    const sum = [...this.progress.values()].reduce((all, counts) => all.map((value, n) => value + counts[n]), [0, 0, 0, 0, 0]);
    const own = this.progress.get(this.doc?.id) ?? [0, 0, 0, 0, 0];
    const bars = [[words.progress_interview, own], [words.progress_study, sum]].map(([title, counts]) => this.bar(title, counts));
    this.bars.replaceChildren(...bars);
  }

  bar(title, [made, decided, turns, coded]) {
    const { words, blind } = this;
    const texts = [format(words, "coded", { k: coded, n: turns })];
    if (!blind && made > 0) texts.unshift(format(words, "decided", { k: decided, n: made }));
    const [k, n] = blind || made === 0 ? [coded, turns] : [decided, made];
    return el(
      "div",
      { class: "cjm-progress" },
      el("progress", { max: String(Math.max(n, 1)), value: String(k), "aria-label": `${title}: ${texts.join(", ")}` }),
      el("span", {}, `${title}: ${texts.join(", ")}`),
    );
  }

  drawLost() {
    const { words, doc } = this;
    const lost = doc ? [...doc.codings.values()].filter((coding) => coding.status === LOST) : [];
    this.lostPanel.hidden = lost.length === 0;
    if (lost.length === 0) return;
    const act = (text, run) => el("button", { type: "button", class: "cjm-button", onclick: run }, text);
    this.lostPanel.replaceChildren(
      el("strong", {}, format(words, "lost_title", { n: lost.length })),
      el("span", { class: "cjm-quiet" }, words.lost_note),
      el(
        "ul",
        {},
        ...lost.map((coding) =>
          el(
            "li",
            {},
            el("span", {}, this.code(coding.code).full),
            el("q", {}, this.quote(coding, 120)),
            el("span", { class: "cjm-quiet" }, format(words, "turn", { n: coding.turn + 1 })),
            act(words.place_again, () => this.beginPlacing(coding.guid)),
            act(words.remove, () => this.op("remove", { guids: [coding.guid] })),
          ),
        ),
      ),
    );
  }

  drawNotice() {
    const { words, filters, doc } = this;
    const filtered = doc && (filters.code || filters.coder || filters.status || filters.least || filters.only);
    const n = doc?.codings.size ?? 0;
    if (filtered) {
      const k = [...doc.codings.values()].filter((coding) => this.shows(coding)).length;
      const clear = () => {
        this.onlyBox.checked = false;
        for (const field of [this.codeFilter, this.coderFilter, this.statusFilter]) field.value = "";
        this.scoreFilter.value = "0";
        this.filter({ code: "", coder: "", status: "", least: 0, only: false });
      };
      this.notice.replaceChildren(
        format(words, "filtered", { k, n }),
        el("button", { type: "button", class: "cjm-button", onclick: clear }, words.clear_filters),
      );
    } else this.notice.replaceChildren(doc && n === 0 && !this.blind ? words.no_suggestions : "");
    this.notice.hidden = this.notice.textContent === "";
  }

  filter(change) {
    Object.assign(this.filters, change);
    this.applyOnly();
    this.repaintAll();
  }

  applyOnly() {
    for (const row of this.rows) {
      row.node.hidden = this.filters.only && !this.doc.ofTurn(row.turn.n).some((coding) => this.shows(coding));
    }
  }

  ready() {
    requestAnimationFrame(() => (this.root.dataset.ready = this.doc ? this.doc.id : "-"));
  }

  // ---- What the panel and chips ask

  code(key) {
    return this.codes.get(key) ?? { ...UNKNOWN, key, name: key, full: key };
  }

  colour(key) {
    const { colour } = this.code(key);
    return /^#[0-9a-f]{6}$/i.test(colour) ? colour : "#777777";
  }

  stageName(key) {
    return this.stages.find(([stage]) => stage === key)?.[1] ?? key;
  }

  percent(score) {
    this.percents ??= new Intl.NumberFormat(this.words.lang ?? "en", { style: "percent" });
    return this.percents.format(score / 1000);
  }

  quote(coding, limit) {
    return this.doc.quote(coding, limit);
  }

  hasMemo(key) {
    return this.doc.memos.size > 0 && this.doc.hasMemo(key);
  }

  isMachine(coding) {
    return /^(rule|model):/.test(coding.source);
  }

  chosen() {
    return this.doc && this.current.guid ? (this.doc.codings.get(this.current.guid) ?? null) : null;
  }

  // Read out by screen readers, and shown for a moment.
  say(text) {
    this.speaker.say(text);
    this.said.textContent = text;
    clearTimeout(this.unsaid);
    this.unsaid = setTimeout(() => (this.said.textContent = ""), SHOWN_FOR);
  }

  // Shown as well as said, for what nobody may miss.
  tell(text) {
    this.speaker.say(text);
    this.said.textContent = "";
    this.banner.replaceChildren(
      text,
      el("button", { type: "button", class: "cjm-button", onclick: () => (this.banner.hidden = true) }, this.words.close),
    );
    this.banner.hidden = false;
  }

  // Takes off what was said about a step that is history by now.
  dismiss() {
    if (!this.placing) this.banner.hidden = true;
  }

  // The whole pane, when somebody begins to work in it: a notebook may show a part of it alone.
  comeIntoSight() {
    if (this.inSight) return;
    this.inSight = true;
    this.root.scrollIntoView({ block: "nearest" });
  }

  // ---- Where one is

  setCurrent(turn, key = null, { focus = true, scroll = true } = {}) {
    const row = this.rows[turn];
    if (!row) return;
    if (key && !this.doc.codings.has(key)) key = null;
    this.current = { turn, guid: key };
    const coding = key && this.doc.codings.get(key);
    const blocks = coding ? this.blocksOf(coding) : row.blocks.slice(0, 1);
    for (const block of blocks) if (!block.painted) this.paint(block);
    this.setTabStop();
    this.drawDetails();
    this.light();
    const target = (coding && this.chipOf(coding)) ?? row.node;
    if (scroll) this.scrollTo(coding ? blocks[0].node : row.node, (coding && blocks[0].marks?.get(key)?.[0]) || row.node);
    if (focus) target.focus({ preventScroll: true });
    this.remember();
  }

  // Brings `target` (an element, or a range of its text) into sight; `node` is the row or piece it lies in.
  scrollTo(node, target) {
    // Rows out of sight have only a guessed height until they come near.
    node.scrollIntoView({ block: "nearest" });
    const frame = this.feed.getBoundingClientRect();
    const box = target.getBoundingClientRect();
    const margin = Math.min(90, frame.height / 4);
    if (box.top < frame.top + margin) this.feed.scrollTop -= frame.top + margin - box.top;
    else if (box.bottom > frame.bottom - margin && box.height < frame.height) this.feed.scrollTop += box.bottom - frame.bottom + margin;
  }

  chipOf(coding) {
    for (const block of this.blocksOf(coding)) {
      const found = block.chips.querySelector(`[data-guid="${CSS.escape(coding.guid)}"]`);
      if (found) return found;
    }
    return null;
  }

  setTabStop() {
    const coding = this.chosen();
    const node = (coding && this.chipOf(coding)) ?? this.rows[this.current.turn]?.node;
    if (node === this.stop && node?.tabIndex === 0) return;
    if (this.stop) this.stop.tabIndex = -1;
    this.stop = node ?? null;
    if (!node) return;
    node.tabIndex = 0;
  }

  // The words of the chosen coding, and its chip.
  light() {
    for (const node of this.lit ?? []) node.classList.remove("cjm-lit", "cjm-now");
    this.lit = [];
    const coding = this.chosen();
    this.rows[this.current.turn]?.node.classList.add("cjm-here");
    if (this.hereRow && this.hereRow !== this.rows[this.current.turn]) this.hereRow.node.classList.remove("cjm-here");
    this.hereRow = this.rows[this.current.turn];
    if (coding) this.lightUp(coding, "cjm-lit");
    const own = coding && this.chipOf(coding);
    if (own) {
      own.classList.add("cjm-now");
      own.setAttribute("aria-current", "true");
      this.lit.push(own);
    }
    if (this.lastNow && this.lastNow !== own) this.lastNow.removeAttribute("aria-current");
    this.lastNow = own;
  }

  lightUp(coding, name) {
    for (const block of this.blocksOf(coding)) {
      for (const mark of block.marks?.get(coding.guid) ?? []) {
        mark.classList.add(name);
        (name === "cjm-lit" ? this.lit : this.hovered).push(mark);
      }
    }
  }

  hover(event) {
    for (const mark of this.hovered ?? []) mark.classList.remove("cjm-hover");
    this.hovered = [];
    this.tip.hidden = true;
    const node = event?.target.closest?.(".cjm-chip");
    const coding = node && this.doc?.codings.get(node.dataset.guid);
    if (!coding) return;
    this.lightUp(coding, "cjm-hover");
    const { words } = this;
    const lines = [[this.code(coding.code).full, chipNotes(coding, this)].filter(Boolean).join(" · "), words[`status_${coding.status}`]];
    if (coding.score !== null) lines.push(`${words.score}: ${this.percent(coding.score)}`);
    if (coding.why) lines.push(`${words.reason}: ${coding.why}`);
    lines.push(`${words.coder}: ${coding.coder}`);
    if (coding.source) lines.push(`${words.source}: ${coding.source}`);
    this.tip.replaceChildren(...lines.map((line) => el("div", {}, line)));
    this.tip.hidden = false;
    const frame = this.root.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const size = this.tip.getBoundingClientRect();
    const below = box.bottom - frame.top + 4;
    this.tip.style.left = `${Math.max(4, Math.min(box.left - frame.left, frame.width - size.width - 4))}px`;
    this.tip.style.top = `${below + size.height > frame.height ? box.top - frame.top - size.height - 4 : below}px`;
  }

  focused(event) {
    const row = event.target.closest(".cjm-turn");
    if (!row || row.querySelector("textarea")) return;
    const key = event.target.closest(".cjm-chip")?.dataset.guid ?? null;
    const turn = Number(row.dataset.turn);
    if (turn === this.current.turn && key === this.current.guid) return;
    if (key === null && turn === this.current.turn && this.marking) return;
    this.setCurrent(turn, key, { focus: false, scroll: false });
  }

  focusCurrent() {
    const coding = this.chosen();
    ((coding && this.chipOf(coding)) ?? this.rows[this.current.turn]?.node)?.focus({ preventScroll: true });
  }

  remember() {
    try {
      const { id } = this.doc;
      const turns = { ...this.recall().turns, [id]: this.current.turn };
      sessionStorage.setItem(this.memory, JSON.stringify({ interview: id, turns }));
    } catch {
      // Without storage the pane begins at the top.
    }
  }

  placeIn(interview) {
    const { turns } = this.recall();
    return { turn: (turns && Object.hasOwn(turns, interview) && turns[interview]) || 0, guid: null };
  }

  recall() {
    try {
      return JSON.parse(sessionStorage.getItem(this.memory) ?? "{}");
    } catch {
      return {};
    }
  }
}
