// Searching in the interview of the coding pane.

import { format } from "./shared.js";
import { fold, folded, hits } from "./span_text.js";
import { blockOf } from "./span_dom.js";
import { View, AT_ONCE } from "./span_view.js";

const MAX_MARKS = 400; // places of a search that are marked at a time

export class Searching extends View {
  // ---- Search

  search() {
    const needle = fold(this.searchField.value.trim());
    const list = [];
    if (needle && this.doc) {
      for (const turn of this.doc.turns) {
        turn.searched ??= folded(turn.text);
        for (const [start, end] of hits(turn.searched, needle)) list.push({ turn: turn.n, start, end });
        if (list.length > 20000) break;
      }
    }
    const at = Math.max(0, list.findIndex((hit) => hit.turn >= this.current.turn));
    this.found = { list, at };
    this.showHit(Boolean(list.length));
  }

  searchKey(event) {
    if (event.key === "Enter") this.hit(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      this.searchField.value = "";
      this.search();
      this.focusCurrent();
    } else return;
    event.preventDefault();
  }

  hit(by) {
    if (!this.found) this.search();
    const { list } = this.found;
    if (list.length === 0) return;
    this.found.at = (this.found.at + by + list.length) % list.length;
    this.showHit(true);
  }

  showHit(scroll) {
    const { words } = this;
    const { list, at } = this.found;
    const typed = this.searchField.value.trim();
    this.hitCount.textContent = !typed ? "" : list.length ? format(words, "hits", { k: at + 1, n: list.length }) : words.no_hits;
    const nearby = list.slice(Math.max(0, at - MAX_MARKS / 2), at + MAX_MARKS / 2);
    this.showMarks("cjm-found", nearby.map((hit) => this.rangeOf(hit.turn, hit.start, hit.end)));
    const hit = list[at];
    if (!hit || !scroll) {
      this.showMarks("cjm-hit", []);
      return;
    }
    for (const block of this.rows[hit.turn].blocks.slice(0, AT_ONCE)) if (!block.painted) this.paint(block);
    this.current = { turn: hit.turn, guid: null };
    this.setTabStop();
    this.light();
    const range = this.rangeOf(hit.turn, hit.start, hit.end);
    this.showMarks("cjm-hit", [range]);
    this.scrollTo(blockOf(range.startContainer).node, range);
  }

  // Marks that do not touch the text's elements.
  showMarks(name, ranges) {
    if (!globalThis.CSS?.highlights) return;
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  }
}
