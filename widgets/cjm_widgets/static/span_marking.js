// Marking words with the mouse or by keys, choosing their code, and correcting the text itself.

import { el, format, guid } from "./shared.js";
import { firstWhere, fold, matchingCodes, trimmed } from "./span_text.js";
import { blockOf, unitAt, boxOf } from "./span_dom.js";
import { Searching } from "./span_search.js";

const RECENT = 8;

export class Marking extends Searching {
  // ---- Marking words

  click(event) {
    const node = event.target.closest(".cjm-chip");
    if (node) {
      this.setCurrent(Number(node.closest(".cjm-turn").dataset.turn), node.dataset.guid, { scroll: false });
      this.comeIntoSight();
      return;
    }
    const mark = event.target.closest(".cjm-seg");
    const selection = document.getSelection();
    if (mark && (!selection || selection.isCollapsed)) this.chooseAt(mark);
  }

  // A click on coded words: the shortest coding there, the next one with the next click.
  chooseAt(mark) {
    const { block } = mark.closest(".cjm-block");
    const keys = [...block.marks].filter(([, marks]) => marks.includes(mark)).map(([key]) => key);
    const length = (key) => this.doc.codings.get(key).end - this.doc.codings.get(key).start;
    keys.sort((a, b) => length(a) - length(b));
    const at = keys.indexOf(this.current.guid);
    if (keys.length) this.setCurrent(block.turn, keys[(at + 1) % keys.length], { scroll: false });
  }

  afterDrag() {
    const span = this.selected();
    if (!span) return;
    this.marking = null;
    this.takeWords(span);
  }

  // The selected words as {turn, start, end} in units; a selection that goes on in another turn ends with its first.
  selected() {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const block = blockOf(range.startContainer);
    if (!block || !this.feed.contains(block.node) || this.rows[block.turn].editor) return null;
    const { turn } = this.rows[block.turn];
    const start = unitAt(block, range.startContainer, range.startOffset);
    const last = blockOf(range.endContainer);
    const end = last && last.turn === block.turn ? unitAt(last, range.endContainer, range.endOffset) : turn.text.length;
    const [from, to] = trimmed(turn.text, start, end);
    return from < to ? { turn: block.turn, start: from, end: to } : null;
  }

  select(turn, start, end) {
    const from = this.pointAt(turn, start, false);
    const to = this.pointAt(turn, end, true);
    document.getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }

  rangeOf(turn, start, end) {
    const from = this.pointAt(turn, start, false);
    const to = this.pointAt(turn, end, true);
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }

  pointAt(n, unit, isEnd) {
    const { blocks } = this.rows[n];
    const at = Math.min(blocks.length - 1, firstWhere(blocks, (block) => (isEnd ? block.to >= unit : block.to > unit)));
    const block = blocks[at];
    const walker = document.createTreeWalker(block.text, NodeFilter.SHOW_TEXT);
    let left = unit - block.from;
    let node = walker.nextNode();
    for (let next = node; next; next = walker.nextNode()) {
      node = next;
      if (isEnd ? left <= node.length : left < node.length) break;
      left -= node.length;
    }
    if (!node) return { node: block.text, offset: 0 };
    return { node, offset: Math.max(0, Math.min(left, node.length)) };
  }

  beginMarking() {
    const { turn } = this.current;
    const list = this.doc.turns[turn].words();
    if (list.length === 0) return;
    const coding = this.chosen();
    const at = coding ? firstWhere(list, (word) => word[1] > this.doc.turns[turn].units(coding.start)) : 0;
    const first = Math.min(at, list.length - 1);
    this.current.guid = null;
    this.marking = { turn, anchor: first, focus: first };
    this.rows[turn].node.focus({ preventScroll: true });
    this.setTabStop();
    this.light();
    this.showWords();
    this.say(this.words.said_mark_mode);
  }

  // What a key does while words are marked; whether it did anything.
  markKey(name, event) {
    const { marking } = this;
    const list = this.doc.turns[marking.turn].words();
    const by = { left: -1, right: 1 }[name];
    let to = null;
    if (by) to = event.ctrlKey ? this.sentence(list, marking.focus, by) : marking.focus + by;
    else if (name === "up" || name === "down") to = this.sentence(list, marking.focus, name === "up" ? -1 : 1);
    else if (name === "first") to = 0;
    else if (name === "last") to = list.length - 1;
    if (to !== null) {
      marking.focus = Math.max(0, Math.min(list.length - 1, to));
      if (!event.shiftKey) marking.anchor = marking.focus;
      this.showWords();
      this.say(this.doc.turns[marking.turn].text.slice(...this.markedPlace()));
      return true;
    }
    if (name === "enter") {
      const [start, end] = this.markedPlace();
      this.takeWords({ turn: marking.turn, start, end });
      return true;
    }
    if (name === "back") {
      this.endMarking();
      return true;
    }
    this.endMarking();
    return false;
  }

  sentence(list, from, by) {
    const { text } = this.doc.turns[this.marking.turn];
    const begins = (n) => n === 0 || /[.!?…\n]/.test(text.slice(list[n - 1][1], list[n][0]));
    let at = from + by;
    while (at > 0 && at < list.length - 1 && !begins(at)) at += by;
    return at;
  }

  markedPlace() {
    const { turn, anchor, focus } = this.marking;
    const list = this.doc.turns[turn].words();
    return [list[Math.min(anchor, focus)][0], list[Math.max(anchor, focus)][1]];
  }

  showWords() {
    const [start, end] = this.markedPlace();
    this.select(this.marking.turn, start, end);
    const { focus, turn } = this.marking;
    const word = this.doc.turns[turn].words()[focus];
    const box = this.rangeOf(turn, word[0], word[1]).getBoundingClientRect();
    const frame = this.feed.getBoundingClientRect();
    if (box.top < frame.top + 10) this.feed.scrollTop -= frame.top + 60 - box.top;
    if (box.bottom > frame.bottom - 10) this.feed.scrollTop += box.bottom - frame.bottom + 60;
  }

  endMarking() {
    this.marking = null;
    document.getSelection()?.removeAllRanges();
    this.showMarks("cjm-marked", []);
  }

  // Words have been marked: they get a code, or a lost coding is put there.
  takeWords(span) {
    const turn = this.doc.turns[span.turn];
    const place = { turn: span.turn, start: turn.points(span.start), end: turn.points(span.end) };
    const quote = turn.text.slice(span.start, span.end);
    this.current = { turn: span.turn, guid: null };
    this.setTabStop();
    this.drawDetails();
    this.light();
    const range = this.rangeOf(span.turn, span.start, span.end);
    this.showMarks("cjm-marked", [range]);
    const at = boxOf(range);
    if (this.placing) {
      this.choosePlace(place, at, quote);
      return;
    }
    this.openPalette(at, quote, this.words.palette, (key) => {
      // With its words: should the text be corrected meanwhile, other words must not be coded.
      const added = { guid: guid(), interview: this.doc.id, ...place, code: key, quote };
      this.endMarking();
      this.op("add", added);
      this.setCurrent(place.turn, added.guid, { scroll: false });
      this.say(format(this.words, "said_coded", { code: this.code(key).full, quote }));
    });
  }

  openPalette(at, copy, label, onPick, current = null) {
    const { words } = this;
    this.chooser.open({
      at, copy, label, placeholder: words.palette_search, empty: words.no_codes,
      items: (typed) => this.paletteItems(typed, current),
      onPick: (value) => this.pickCode(value, onPick),
      onClose: () => this.afterChoice(),
    });
  }

  afterChoice() {
    this.showMarks("cjm-marked", []);
    if (this.marking) {
      this.rows[this.marking.turn].node.focus({ preventScroll: true });
      this.showWords();
    } else {
      document.getSelection()?.removeAllRanges();
      this.focusCurrent();
    }
  }

  paletteItems(typed, current) {
    const { words } = this;
    const recent = this.recent();
    const item = ({ key }) => {
      const code = this.codes.get(key);
      const isRecent = !typed.trim() && recent.includes(key);
      const hints = [code.definition, code.useWhen && format(words, "use_when", { text: code.useWhen }), code.useNot && format(words, "use_not", { text: code.useNot })];
      return {
        value: key, text: isRecent || typed.trim() ? code.full : code.name, colour: code.colour, current: key === current,
        depth: isRecent || typed.trim() ? 0 : code.depth, heading: code.depth === 0 && !isRecent,
        note: isRecent ? words.recent : "", hint: hints.filter(Boolean).join(" "),
      };
    };
    const found = matchingCodes(this.searchable, typed, recent).map(item);
    const name = typed.trim();
    if (!name || this.searchable.some((code) => code.name === fold(name) || code.full === fold(name))) return found;
    // Hits are not drowned: one offer behind them, all kinds where nothing fits.
    return [...found, ...this.newCodes(name).slice(0, found.length ? 1 : undefined)];
  }

  // A name that no code has can become one, under any kind; the kind of the chosen coding comes first.
  newCodes(name) {
    const kinds = [...this.codes.values()].filter((code) => code.depth === 0 && code.usable);
    const kind = this.chosen()?.code.split("/")[0] ?? this.recent()[0]?.split("/")[0];
    kinds.sort((a, b) => Number(b.key === kind) - Number(a.key === kind));
    return kinds.map((code) => ({
      value: { name, kind: code.key },
      text: format(this.words, "new_code", { name, kind: code.name }),
      colour: code.colour,
    }));
  }

  async pickCode(value, onPick) {
    let key = value;
    if (typeof value === "object") {
      try {
        ({ code: key } = await this.client.ask("new_code", value));
      } catch (error) {
        this.tell(format(this.words, "said_refused", { message: error.message }));
        return;
      }
    }
    this.keepRecent(key);
    onPick(key);
  }

  recent() {
    try {
      const kept = JSON.parse(localStorage.getItem(`${this.memory}:recent`) ?? "[]");
      return kept.filter((key) => this.codes.get(key)?.usable);
    } catch {
      return [];
    }
  }

  keepRecent(key) {
    try {
      const kept = [key, ...this.recent().filter((one) => one !== key)].slice(0, RECENT);
      localStorage.setItem(`${this.memory}:recent`, JSON.stringify(kept));
    } catch {
      // Without storage no code counts as used last.
    }
  }

  chooseCode() {
    const coding = this.chosen();
    if (!coding) {
      const span = this.marking ? null : this.selected();
      if (span) this.takeWords(span);
      else this.say(this.words.said_choose_first);
      return;
    }
    this.openPalette(this.boxOfCoding(coding), null, this.words.palette_change, (code) => this.change(coding, { code }), coding.code);
  }

  boxOfCoding(coding) {
    const mark = this.blocksOf(coding)[0]?.marks?.get(coding.guid)?.[0];
    return (mark ?? this.chipOf(coding) ?? this.feed).getBoundingClientRect();
  }

  chooseStage() {
    const coding = this.chosen();
    if (!coding) {
      this.say(this.words.said_choose_first);
      return;
    }
    const { words } = this;
    const items = [...this.stages.map(([value, text], n) => ({ value, text: `${n + 1}  ${text}`, name: text, shortcut: String(n + 1), current: value === coding.stage })), { value: null, text: `0  ${words.no_stage}`, name: words.no_stage, shortcut: "0" }];
    this.chooser.open({
      at: this.boxOfCoding(coding), label: words.stage_title, placeholder: words.stage_search,
      items: (typed) => items.filter((item) => fold(item.name).includes(fold(typed.trim()))),
      onPick: (stage) => this.change(coding, { stage }),
      onClose: () => this.focusCurrent(),
    });
  }

  // ---- Lost codings

  beginPlacing(key) {
    const coding = this.doc.codings.get(key);
    this.placing = key;
    this.setCurrent(coding.turn, null);
    this.banner.replaceChildren(
      format(this.words, "placing", { code: this.code(coding.code).full, quote: this.quote(coding, 120) }),
      el("button", { type: "button", class: "cjm-button", onclick: () => this.endPlacing() }, this.words.cancel),
    );
    this.banner.hidden = false;
    this.say(this.banner.firstChild.textContent);
  }

  choosePlace(place, at, quote) {
    const { words, placing } = this;
    const code = this.code(this.doc.codings.get(placing)?.code).full;
    this.chooser.open({
      at, label: words.place_here, placeholder: words.place_here,
      items: () => [{ value: placing, text: `${words.place_here}: ${code}` }],
      onPick: () => {
        this.endMarking();
        this.endPlacing();
        this.op("place", { guid: placing, ...place, quote });
        this.setCurrent(place.turn, placing);
        this.say(format(words, "said_placed", { code, quote }));
      },
      onClose: () => this.afterChoice(),
    });
  }

  endPlacing() {
    this.placing = null;
    this.banner.hidden = true;
  }

  // ---- The text itself

  editing(n, text = null) {
    const row = this.rows[n];
    const { words } = this;
    if (!row || row.editor) return;
    const { turn } = row;
    const area = el("textarea", { class: "cjm-field cjm-edit", dir: "auto", "aria-label": format(words, "edit_label", { n: n + 1 }) });
    const draft = `text:${this.doc.id}:${n}`;
    area.value = text ?? this.drafts.get(draft) ?? turn.text;
    area.addEventListener("input", () => this.drafts.set(draft, area.value));
    area.rows = Math.min(20, 2 + Math.ceil(turn.text.length / 70));
    const stop = () => {
      this.drafts.delete(draft);
      this.drawTurn(n);
      this.setCurrent(n, null, { scroll: false });
    };
    const save = () => {
      // The browser writes every line end as a line feed: a text that has others keeps them where nothing changed.
      const value = turn.text.includes("\r\n") ? area.value.replaceAll("\n", "\r\n") : area.value;
      if (value === turn.text) return stop();
      area.disabled = true;
      this.say(words.edit_saving);
      this.client.op("correct", { interview: this.doc.id, turn: n, text: value });
      return stop();
    };
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
      else if (event.key === "Escape") stop();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    row.editor = area;
    row.node.replaceChildren(
      row.meta,
      el(
        "div",
        { class: "cjm-editor" },
        area,
        el(
          "div",
          { class: "cjm-buttons" },
          el("button", { type: "button", class: "cjm-button cjm-primary", onclick: save }, words.save),
          el("button", { type: "button", class: "cjm-button", onclick: stop }, words.cancel),
        ),
      ),
    );
    area.focus();
  }
}
