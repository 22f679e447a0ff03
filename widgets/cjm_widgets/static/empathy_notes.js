// The notes of an empathy map as data: what a step makes of them before the answer comes, and how they stand on cards.

/** The map as it will be after an operation: {map, cards, removed}, `cards` and `removed` being Maps of key -> note. */
export function applyOp(now, { op, args }) {
  if (!args || args.map !== now.map.key || args.group !== now.map.group) return now;
  const cards = new Map(now.cards);
  const removed = new Map(now.removed);
  const note = cards.get(args.note);
  if (op === "add" && !note && !removed.has(args.note)) {
    const { note: id, quadrant: area, position: order, text } = args;
    const marks = [...(INFERRED.has(area) ? ["inference"] : []), "assumption", "own"];
    cards.set(id, { id, area, order, text, marks, k: 0, n: now.map.n, quotes: 0, added: true, fact: false });
  } else if (op === "change" && note) {
    cards.set(note.id, { ...note, text: args.text });
  } else if (op === "move" && note) {
    const others = note.marks.filter((mark) => mark !== "inference");
    const marks = INFERRED.has(args.quadrant) ? ["inference", ...others] : others;
    cards.set(note.id, { ...note, area: args.quadrant, order: args.position, marks });
  } else if (op === "remove" && note) {
    cards.delete(note.id);
    removed.set(note.id, note);
  } else if (op === "restore" && removed.has(args.note)) {
    cards.set(args.note, removed.get(args.note));
    removed.delete(args.note);
  } else if ((op === "link" || op === "unlink") && note) {
    const quotes = Math.max(0, note.quotes + (op === "link" ? 1 : -1));
    cards.set(note.id, { ...note, quotes });
  } else return now;
  return { ...now, cards, removed };
}

const INFERRED = new Set(["thinks", "feels"]);

/** Takes over what changed: `changes` are {key: note}, null for what is gone. */
export function takeOver(notes, changes) {
  for (const [key, note] of Object.entries(changes ?? {})) {
    if (note === null) notes.delete(key);
    else notes.set(key, note);
  }
  return notes;
}

/** A note as a card of the board; `t(key, fields)` gives the words. */
export function cardOf(note, t) {
  const { id, area, order, text, marks, k, n, quotes, fact, added } = note;
  const chips = [];
  if (k > 0) {
    const share = t("share", { k, n });
    const name = quotes ? t("chip_name", { share, quotes: t("quotes_of", { n: quotes }) }) : share;
    chips.push({ label: t("share_short", { k, n }), title: fact ? t("fact") : name, name: fact ? `${share}. ${t("fact")}` : name });
  } else if (added) {
    chips.push({ label: t("link"), title: t("link"), name: t("link") });
  }
  return { id, area, order, text, marks, chips };
} // prettier-ignore
