// An interview as the page holds it: turns, codings, memos, and what a step of a person does to them at once.

import { codePointIndex } from "./shared.js";
import { words as wordsOf } from "./span_text.js";

const FIELDS = "guid turn start end code valence stage coder status score source why words".split(" ");
const NAMED = new Set(["code", "stage", "coder", "source"]);
export const OPEN = 0;
export const CONFIRMED = 1;
export const REJECTED = 2;
export const LOST = 3;

// A row of the kernel as an object; what repeats is given by its number in `names`.
export function codingOf(row, names = []) {
  const coding = {};
  FIELDS.forEach((field, n) => {
    coding[field] = NAMED.has(field) && typeof row[n] === "number" ? names[row[n]] : row[n];
  });
  return coding;
}

const memoOf = ([guid, on, target, text, coder, at]) => ({ guid, on, target, text, coder, at });

export class Interview {
  constructor({ id, speakers, turns, codings, memos }, coder) {
    this.id = id;
    this.coder = coder;
    this.turns = turns.map(([speaker, role, at, text], n) => new Turn(n, speakers[speaker], role, at, text));
    this.participantTurns = new Set(this.turns.filter((turn) => turn.role === "participant").map((turn) => turn.n));
    this.codings = new Map();
    this.memos = new Map();
    this.version = 0; // grows with every change of a coding
    for (const row of codings.rows) this.put(codingOf(row, codings.names));
    for (const row of memos) this.putMemo(row[0], row);
  }

  // Changing; each gives the coding before, or null

  put(coding) {
    const turn = this.turns[coding.turn];
    if (!turn) return null;
    const before = this.drop(coding.guid);
    this.codings.set(coding.guid, coding);
    turn.guids.add(coding.guid);
    return before;
  }

  drop(guid) {
    const before = this.codings.get(guid) ?? null;
    if (before) {
      this.codings.delete(guid);
      this.turns[before.turn].guids.delete(guid);
    }
    this.version += 1;
    return before;
  }

  putMemo(guid, row) {
    const before = this.memos.get(guid);
    if (row === null) this.memos.delete(guid);
    else {
      const memo = memoOf(row);
      const here = memo.on === "coding" ? this.codings.has(memo.target) : memo.target === this.id;
      if (here) this.memos.set(guid, memo);
    }
    return before ?? this.memos.get(guid) ?? null;
  }

  setText(n, text) {
    this.turns[n].setText(text);
    this.version += 1;
  }

  hasMemo(guid) {
    for (const memo of this.memos.values()) if (memo.on === "coding" && memo.target === guid) return true;
    return false;
  }

  // Asking

  ofTurn(n) {
    return [...this.turns[n].guids].map((guid) => this.codings.get(guid));
  }

  // The words of a coding as they stand in the text.
  quote(coding, limit = Infinity) {
    const turn = this.turns[coding.turn];
    const text = coding.status === LOST ? coding.words : turn.text.slice(turn.units(coding.start), turn.units(coding.end));
    if (text.length <= limit) return text;
    const points = Array.from(text.slice(0, limit * 2));
    return points.length <= limit ? text : `${points.slice(0, limit).join("")} …`;
  }

  // What a step does, before the kernel has said so. Returns the codings it touches: [before, after].
  apply(op, args) {
    const me = { coder: this.coder, status: CONFIRMED };
    const decided = (status) => args.guids.map((guid) => this.altered(guid, (c) => ({ ...c, ...(status === CONFIRMED ? me : { status }) })));
    switch (op) {
      case "add":
        if (args.interview !== this.id) return [];
        return this.written({
          guid: args.guid, turn: args.turn, start: args.start, end: args.end, code: args.code, ...me,
          valence: args.valence ?? null, stage: args.stage ?? null, score: null, source: "", why: "", words: "",
        });
      case "accept":
        return decided(CONFIRMED).flat();
      case "reject":
        return decided(REJECTED).flat();
      case "remove":
        return args.guids.map((guid) => [this.drop(guid), null]).filter(([before]) => before);
      case "change":
      case "place": {
        const { guid, quote, ...fields } = args;
        return this.altered(guid, (c) => ({ ...c, ...fields, ...(c.status === CONFIRMED ? {} : me), words: "" }));
      }
      case "memo": {
        const coder = this.memos.get(args.guid)?.coder ?? this.coder;
        this.putMemo(args.guid, [args.guid, args.on, args.target, args.text, coder, ""]);
        return this.onlyTouched(args.target);
      }
      case "remove_memo": {
        const { target } = this.memos.get(args.guid) ?? {};
        this.memos.delete(args.guid);
        return this.onlyTouched(target);
      }
      default:
        return [];
    }
  }

  written(after) {
    const before = this.put(after);
    return this.codings.has(after.guid) ? [[before, after]] : [];
  }

  altered(guid, change) {
    const coding = this.codings.get(guid);
    return coding ? this.written(change(coding)) : [];
  }

  onlyTouched(guid) {
    const coding = this.codings.get(guid);
    return coding ? [[coding, coding]] : [];
  }
}

// One turn. Places on the wire are code points, places on the page UTF-16 units.
class Turn {
  constructor(n, speaker, role, at, text) {
    Object.assign(this, { n, speaker, role, at, guids: new Set() });
    this.setText(text);
  }

  setText(text) {
    this.text = text;
    this.index = null;
    this.wordList = null;
    this.searched = null;
  }

  units(point) {
    this.index ??= codePointIndex(this.text);
    return this.index.toUnits(point);
  }

  points(unit) {
    this.index ??= codePointIndex(this.text);
    return this.index.toPoints(unit);
  }

  words() {
    this.wordList ??= wordsOf(this.text);
    return this.wordList;
  }
}
