// Pure functions of the coding pane: words, pieces of long turns, lanes of overlapping codings, search, keys, order.
// All places are UTF-16 units of one turn's text, half-open; the pane converts to code points at its border.

const WORD =
  /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:['’‐‑-][\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*)*|\p{Extended_Pictographic}(?:[\p{M}\ufe0f\u{1f3fb}-\u{1f3ff}]|\u200d\p{Extended_Pictographic})*/gu;

// [start, end] of each word, and of each emoji as a whole.
export function words(text) {
  const found = [];
  for (const match of text.matchAll(WORD)) found.push([match.index, match.index + match[0].length]);
  return found;
}

// The first index of `sorted` for which `test` holds; its length where it holds for none.
export function firstWhere(sorted, test) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

// A span one word wider or narrower at one side ("start" | "end"); the same span where there is no such word.
export function resized(wordList, start, end, side, wider) {
  const first = firstWhere(wordList, (word) => word[1] > start);
  const after = firstWhere(wordList, (word) => word[0] >= end);
  if (side === "start") {
    if (!wider) return first + 1 < after ? [wordList[first + 1][0], end] : [start, end];
    const before = firstWhere(wordList, (word) => word[0] >= start) - 1;
    return before >= 0 ? [wordList[before][0], end] : [start, end];
  }
  if (!wider) return first + 1 < after ? [start, wordList[after - 2][1]] : [start, end];
  const next = firstWhere(wordList, (word) => word[1] > end);
  return next < wordList.length ? [start, wordList[next][1]] : [start, end];
}

// A span without white space at its ends, and without half a surrogate pair.
export function trimmed(text, start, end) {
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  if (start > 0 && isLow(text, start) && isHigh(text, start - 1)) start -= 1;
  if (end > 0 && end < text.length && isLow(text, end) && isHigh(text, end - 1)) end += 1;
  return [start, end];
}

const isHigh = (text, at) => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLow = (text, at) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

// Where a long text is cut into pieces of about `size` units: at white space, else between whole signs.
export function pieces(text, size = 2000) {
  const cuts = [];
  let from = 0;
  while (text.length - from > size * 1.25) {
    let to = from + size;
    const space = lastSpace(text, to, from + (size >> 1));
    if (space > 0) to = space;
    else while (to < text.length && to < from + size + 64 && joins(text, to)) to += 1;
    cuts.push([from, to]);
    from = to;
  }
  cuts.push([from, text.length]);
  return cuts;
}

function lastSpace(text, to, least) {
  for (let at = to; at > least; at -= 1) if (/\s/.test(text[at - 1])) return at;
  return 0;
}

// Whether the sign at `at` belongs to the one before it.
function joins(text, at) {
  return isLow(text, at) || text[at - 1] === "\u200d" || /[\p{M}\u200d\ufe0f]/u.test(text[at]);
}

// Each span gets the lowest lane that is free where it begins. Spans: {start, end}; the lanes in the order given.
// Where that takes more than `most` lanes, those that `isFirst` says so of get theirs before the others.
export function lanes(spans, most = Infinity, isFirst = () => false) {
  const order = spans.map((_, n) => n).sort((a, b) => spans[a].start - spans[b].start || spans[b].end - spans[a].end);
  const until = [];
  const found = new Array(spans.length);
  for (const n of order) {
    let lane = until.findIndex((end) => end <= spans[n].start);
    if (lane < 0) lane = until.length;
    until[lane] = spans[n].end;
    found[n] = lane;
  }
  if (until.length <= most) return found;
  const first = order.filter((n) => isFirst(spans[n]));
  if (first.length === 0 || first.every((n) => found[n] < most)) return found;
  const taken = [];
  const isFree = (lane, n) => lane.every((other) => spans[other].end <= spans[n].start || spans[other].start >= spans[n].end);
  for (const n of [...first, ...order.filter((n) => !isFirst(spans[n]))]) {
    let lane = taken.findIndex((one) => isFree(one, n));
    if (lane < 0) lane = taken.push([]) - 1;
    taken[lane].push(n);
    found[n] = lane;
  }
  return found;
}

// The stretches of [from, to) between the ends of spans: {from, to, spans: indices of those that cover it}.
export function segments(from, to, spans) {
  const edges = new Set([from, to]);
  for (const { start, end } of spans) {
    if (start > from && start < to) edges.add(start);
    if (end > from && end < to) edges.add(end);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const opening = spans.map((_, n) => n).sort((a, b) => spans[a].start - spans[b].start);
  const found = [];
  let open = [];
  let next = 0;
  for (let n = 0; n + 1 < sorted.length; n += 1) {
    const at = sorted[n];
    while (next < opening.length && spans[opening[next]].start <= at) open.push(opening[next++]);
    open = open.filter((index) => spans[index].end > at);
    found.push({ from: at, to: sorted[n + 1], spans: open.slice() });
  }
  return found;
}

const OTHER_LETTERS = { ł: "l", đ: "d", ø: "o", æ: "ae", œ: "oe", ß: "ss", ı: "i" };

// Text as it is searched: small letters without accents.
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[łđøæœßı]/g, (letter) => OTHER_LETTERS[letter]);
}

// Folded text with the way back: `at[n]` is the unit of the text that the folded unit n comes from.
export function folded(text) {
  const simple = fold(text);
  // Letters only ever become more of them, and marks of their own vanish: without these, equal length is equal places.
  if (simple.length === text.length && !/\p{M}/u.test(text)) return { text: simple, at: null };
  const at = [];
  let whole = "";
  for (let n = 0; n < text.length; ) {
    const sign = String.fromCodePoint(text.codePointAt(n));
    const part = fold(sign);
    for (let k = 0; k < part.length; k += 1) at.push(n);
    whole += part;
    n += sign.length;
  }
  at.push(text.length);
  return { text: whole, at };
}

// [start, end] of each place where the folded needle stands, as places of the text itself.
export function hits(haystack, needle, limit = 1000) {
  const found = [];
  if (!needle) return found;
  for (let at = haystack.text.indexOf(needle); at >= 0 && found.length < limit; ) {
    const end = at + needle.length;
    found.push(haystack.at ? [haystack.at[at], haystack.at[end]] : [at, end]);
    at = haystack.text.indexOf(needle, end);
  }
  return found;
}

// Codes that fit what is typed: those whose name begins with it, then words that do, then any place. Codes:
// {key, folded: name and full name, folded}; `recent` are keys, shown first as long as nothing is typed.
export function matchingCodes(codes, typed, recent = [], limit = 60) {
  const needle = fold(typed.trim());
  if (!needle) {
    const first = recent.map((key) => codes.find((code) => code.key === key)).filter(Boolean);
    return [...first, ...codes.filter((code) => !first.includes(code))].slice(0, Math.max(limit, 400));
  }
  const parts = needle.split(/\s+/);
  const rank = (code) => {
    if (code.name === needle) return 0;
    if (code.name.startsWith(needle)) return 1;
    if (code.full.startsWith(needle)) return 2;
    if (parts.every((part) => code.full.includes(" " + part) || code.full.startsWith(part))) return 3;
    if (parts.every((part) => code.full.includes(part))) return 4;
    return fold(code.key.replaceAll("_", " ")).includes(needle) ? 5 : 9;
  };
  const ranked = codes.map((code, n) => [rank(code), n, code]).filter(([place]) => place < 9);
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return ranked.slice(0, limit).map(([, , code]) => code);
}

// How little the machine knows whether a suggestion is right: 0 = it is sure, 0.5 = it might as well guess.
export function uncertainty(score) {
  return score === null || score === undefined ? 0.5 : 0.5 - Math.abs(score / 1000 - 0.5);
}

const byPlace = (a, b) => a.turn - b.turn || a.start - b.start || a.end - b.end || (a.guid < b.guid ? -1 : 1);

// The codings in the order in which they are gone through; by score or uncertainty the open suggestions alone.
export function inOrder(codings, order) {
  if (order === "text") return codings.slice().sort(byPlace);
  const open = codings.filter((coding) => coding.status === 0);
  const value = order === "score" ? (coding) => coding.score ?? 0 : (coding) => uncertainty(coding.score);
  return open.sort((a, b) => value(b) - value(a) || byPlace(a, b));
}

const BY_LETTER = {
  j: "next", k: "previous", a: "accept", r: "reject", c: "code", s: "stage", m: "memo", u: "undo", n: "uncoded",
  l: "uncertain", e: "edit", x: "remove", w: "mark", o: "interviews", d: "details",
};
const BY_SIGN = {
  "[": "widenStart", "]": "widenEnd", "{": "narrowStart", "}": "narrowEnd", "+": "raise", "=": "raise", "-": "lower",
  "−": "lower", "/": "search", "?": "help", "<": "previousInterview", ">": "nextInterview",
};
// The same signs by the place of the key, for keyboards that have other letters there.
const BY_PLACE = {
  BracketLeft: ["[", "{"], BracketRight: ["]", "}"], Equal: ["+", "+"], Minus: ["-", "-"], Slash: ["/", "?"],
  Comma: [null, "<"], Period: [null, ">"],
};
const BY_NAME = {
  Enter: "enter", Escape: "back", ArrowDown: "down", ArrowUp: "up", ArrowLeft: "left", ArrowRight: "right", Home: "first",
  End: "last", Delete: "remove", PageDown: "pageDown", PageUp: "pageUp", " ": "enter",
};

// What a key means in the pane; null where it means nothing. Letters count by what they write and by their place, so
// that a Russian keyboard need not be switched.
export function command(event) {
  const { key, code = "", shiftKey, ctrlKey, metaKey, altKey } = event;
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : /^Key[A-Z]$/.test(code) ? code[3].toLowerCase() : "";
  if (ctrlKey || metaKey) {
    if (altKey) return BY_SIGN[key] ?? null; // AltGr writes brackets on some keyboards
    if (letter === "z") return shiftKey ? "redo" : "undo";
    return letter === "y" ? "redo" : null;
  }
  if (altKey) return null;
  if (Object.hasOwn(BY_NAME, key)) return BY_NAME[key];
  if (Object.hasOwn(BY_SIGN, key)) return BY_SIGN[key];
  if (letter) return Object.hasOwn(BY_LETTER, letter) ? BY_LETTER[letter] : null;
  const sign = BY_PLACE[code]?.[shiftKey ? 1 : 0];
  return sign ? BY_SIGN[sign] : null;
}

// Seconds as 4:07 or 1:04:07.
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

// How far an interview is, counted from its codings: [suggestions, decided, turns of the participant, coded, lost].
export function progressOf(codings, participantTurns, blind) {
  const coded = new Set();
  const counts = [0, 0, participantTurns.size, 0, 0];
  for (const coding of codings) {
    if (!blind && /^(rule|model):/.test(coding.source)) {
      counts[0] += 1;
      if (coding.status !== 0) counts[1] += 1;
    }
    if (coding.status === 1 && participantTurns.has(coding.turn)) coded.add(coding.turn);
    if (coding.status === 3) counts[4] += 1;
  }
  counts[3] = coded.size;
  return counts;
}
