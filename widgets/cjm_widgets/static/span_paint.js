// Painting of the coding pane: bands under the words, and chips beside them. Text is only ever text.

import { format, safeColour } from "./shared.js";
import { lanes, segments } from "./span_text.js";

// Bands under each other; what lies deeper is counted at its end.
export const LANES = 3;
const GREY = "#777777";

// A turn's text, or a piece of it, with bands: `spans` are {start, end, colour, status, guid} in units of the whole
// text. Returns guid -> the marks that cover its words.
export function paintText(node, text, from, to, spans) {
  const marks = new Map();
  // What a person has decided is never hidden below guesses.
  const lane = lanes(spans, LANES, ({ status }) => status === 1);
  const parts = [];
  const found = spans.length ? segments(from, to, spans) : [{ from, to, spans: [] }];
  const deep = found.map((segment) => segment.spans.filter((n) => lane[n] >= LANES).length);
  let deepest = 0;
  found.forEach((segment, place) => {
    const words = document.createTextNode(text.slice(segment.from, segment.to));
    if (segment.spans.length === 0) {
      parts.push(words);
      return;
    }
    const mark = document.createElement("mark");
    mark.className = "cjm-seg";
    mark.append(words);
    draw(mark, segment.spans.map((n) => [spans[n], lane[n]]).filter(([, l]) => l < LANES));
    deepest = Math.max(deepest, deep[place]);
    if (deepest > 0 && !deep[place + 1]) {
      mark.dataset.more = `+${deepest}`;
      deepest = 0;
    }
    for (const n of segment.spans) {
      const { guid } = spans[n];
      if (marks.has(guid)) marks.get(guid).push(mark);
      else marks.set(guid, [mark]);
    }
    parts.push(mark);
  });
  node.replaceChildren(...parts);
  return marks;
}

function draw(mark, shown) {
  const line = ({ colour, status }) => {
    if (status === 1) return `linear-gradient(${colour},${colour})`;
    const [full, step] = status === 0 ? [5, 8] : [2, 6];
    return `repeating-linear-gradient(90deg,${colour} 0 ${full}px,transparent ${full}px ${step}px)`;
  };
  mark.style.backgroundImage = shown.map(([span]) => line(span)).join(",");
  mark.style.backgroundPosition = shown.map(([, lane]) => `0 calc(100% - ${(LANES - lane) * 4 - 3}px)`).join(",");
}

// What stands on a chip beside the name: valence, stage, another coder, the score of a suggestion.
export function chipNotes(coding, look) {
  const notes = [];
  if (coding.valence !== null) notes.push(signed(coding.valence));
  if (coding.status === 0 && coding.score !== null) notes.push(look.percent(coding.score));
  else if (coding.coder !== look.coder && coding.status !== 0) notes.push(coding.coder);
  if (coding.stage) notes.push(look.stageName(coding.stage));
  return notes.join(" · ");
}

export function signed(value) {
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : "0";
}

// The chips of `codings`, in `node`. Where they are those that stand there already, in that order, the elements stay:
// taking the focus from one and giving it to another costs a layout of the whole page.
export function paintChips(node, codings, look) {
  const there = [...node.children];
  const same = there.length === codings.length && there.every((button, n) => button.dataset.guid === codings[n].guid);
  if (!same) node.replaceChildren(...codings.map((coding) => fillChip(document.createElement("button"), coding, look)));
  else there.forEach((button, n) => fillChip(button, codings[n], look));
}

function fillChip(button, coding, look) {
  const code = look.code(coding.code);
  const colour = safeColour(code.colour, GREY);
  const notes = chipNotes(coding, look);
  const memo = look.hasMemo(coding.guid);
  const name = format(look.words, "chip", {
    status: look.words[`status_${coding.status}`],
    code: [code.full, notes, memo && look.words.memo_mark].filter(Boolean).join(", "),
    quote: look.quote(coding, 120),
  });
  const drawn = `${coding.status} ${colour} ${code.name} ${name}`;
  if (button.drawn === drawn) return button;
  const now = button.classList.contains("cjm-now");
  if (button.drawn === undefined) {
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.guid = coding.guid;
  }
  button.drawn = drawn;
  button.className = `cjm-chip cjm-s${coding.status}${now ? " cjm-now" : ""}`;
  button.style.setProperty("--c", colour);
  button.setAttribute("aria-label", name);
  button.replaceChildren(part("cjm-chip-name", code.name));
  if (notes || memo) button.append(part("cjm-chip-notes", memo ? `${notes} ✎` : notes));
  return button;
}

function part(name, text) {
  const node = document.createElement("span");
  node.className = name;
  node.textContent = text;
  return node;
}
