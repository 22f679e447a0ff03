// The pieces of a journey map as data: what a step makes of them before the answer comes, and how they stand on cards.
import { cellOf } from "./board_grid.js";

const STEP = "step";
const PREFIX = "step:";
// Quotes that wait for a place stand on the board under this, before the guid of their coding.
const OFFER = "offer:";

export const isStep = (id) => id.startsWith(PREFIX);
export const isOffer = (id) => id.startsWith(OFFER);
export const codingOf = (id) => id.slice(OFFER.length);

/** A key for a new entry or step: `id` is free. */
export function keyFor(lane, id) {
  return lane === STEP ? PREFIX + id : id;
}

// Name of a field as the study has it -> as the rows of the page have it; others are the same.
const ROW_NAMES = { position: "order", is_barrier: "barrier", marks: "flags", is_met: "met" };

function changedRow(row, values) {
  const news = Object.fromEntries(Object.entries(values).map(([name, value]) => [ROW_NAMES[name] ?? name, value]));
  return { ...row, ...news };
}

const STEPS = {
  add(now, { note, stage, lane, text, position, evidence = [], ...more }) {
    if (now.cards.has(note) || now.removed.has(note)) return null;
    const marks = evidence.length ? ["own"] : ["assumption", "own"];
    const bare = { id: note, stage, lane, order: position, text, marks, k: evidence.length ? 1 : 0, n: now.map.n, quotes: evidence.length, added: true };
    const row = changedRow({ ...bare, flags: [], links: [], actors: [], owner: "", layer: "as_is" }, more);
    const tray = now.tray.filter((quote) => !evidence.includes(quote.guid));
    return { cards: new Map(now.cards).set(note, row), tray };
  },
  change(now, { note, values }) {
    const row = now.cards.get(note);
    return row ? { cards: new Map(now.cards).set(note, changedRow(row, values)) } : null;
  },
  remove(now, { note }) {
    const row = now.cards.get(note);
    if (!row) return null;
    const cards = new Map(now.cards);
    cards.delete(note);
    return { cards, removed: isStep(note) ? now.removed : new Map(now.removed).set(note, row) };
  },
  restore(now, { note }) {
    const row = now.removed.get(note);
    if (!row) return null;
    const removed = new Map(now.removed);
    removed.delete(note);
    // Where it stood is known to the kernel alone unless it was taken off just now.
    return { removed, cards: row.lane ? new Map(now.cards).set(note, row) : now.cards };
  },
  link: (now, { note }) => quotes(now, note, 1),
  unlink: (now, { note }) => quotes(now, note, -1),
  point(now, { stage, mean, layer }) {
    const row = now.points.get(stage);
    if (!row) return null;
    const back = mean === null && layer === "as_is";
    const own = layer === "as_is" ? !back : row.own;
    return { points: new Map(now.points).set(stage, { ...row, own, [layer]: back ? row.measured : mean }) };
  },
  stage(now, { stage, values }) {
    const row = now.stages.get(stage);
    const { name, ...others } = values;
    return row ? { stages: new Map(now.stages).set(stage, { ...row, ...others, ...(name ? { name } : {}) }) } : null;
  },
  touchpoint(now, { label, values }) {
    const row = now.touchpoints.get(label);
    return row ? { touchpoints: new Map(now.touchpoints).set(label, { ...row, ...values }) } : null;
  },
  map: (now, { values }) => ({ map: { ...now.map, ...values } }),
  unoffer: (now, { coding }) => ({ tray: now.tray.filter((quote) => quote.guid !== coding) }),
}; // prettier-ignore

function quotes(now, note, more) {
  const row = now.cards.get(note);
  return row ? { cards: new Map(now.cards).set(note, { ...row, quotes: Math.max(0, row.quotes + more) }) } : null;
}

/** The map as it will be after an operation: {map, cards, removed, stages, points, tray}. */
export function applyOp(now, { op, args }) {
  if (!args || args.map !== now.map.key || args.group !== now.map.group || !Object.hasOwn(STEPS, op)) return now;
  const news = STEPS[op](now, args);
  return news ? { ...now, ...news } : now;
}

/** Pain -> how many solutions answer it. */
export function answers(cards) {
  const found = new Map();
  for (const { lane, links } of cards) {
    if (lane === "solution") for (const link of links) found.set(link, (found.get(link) ?? 0) + 1);
  }
  return found;
}

/** The stages in their order. */
export function stagesOf(stages) {
  return [...stages.values()].sort((a, b) => a.order - b.order);
}

/** Whether a piece is shown in a layer: "as_is", "to_be", or "both". */
export function inLayer(row, layer) {
  return layer === "both" || (row.layer ?? "as_is") === layer;
}

/**
 * An entry or step as a card of the board; `solved` is how many solutions answer it; `t(key, fields)` gives the words.
 * What stands in a lane of the company is nobody's words and is not marked as an assumption.
 */
export function cardOf(row, { solved = 0, company = false }, t) {
  const { id, stage, lane, order, text, k, n, quotes, added, layer, flags } = row;
  const chips = [];
  if (k > 0) {
    const share = t("share", { k, n });
    const name = quotes ? t("chip_name", { share, quotes: t("quotes_of", { n: quotes }) }) : share;
    chips.push({ label: t("share_short", { k, n }), title: name, name, act: "quotes" });
  } else if (added && !isStep(id) && !company) {
    chips.push({ label: t("link"), title: t("link"), name: t("link"), act: "quotes" });
  }
  const details = (label) => chips.push({ label, title: t("details_note"), name: label, act: "details" });
  if (lane === "pain") details(solved ? t("n_solutions", { n: solved }) : t("no_solution"));
  if (lane === "solution" && row.links.length) details(t("n_answers", { n: row.links.length }));
  const signs = [layer === "to_be" && "to_be", row.barrier && "barrier", row.flow, ...flags, row.verdict];
  const marks = [...(company ? [] : row.marks), ...signs.filter(Boolean)];
  return { id, area: cellOf(lane, stage), order, text, marks, chips, kind: layer, tools: ["move", "details", "remove"] };
} // prettier-ignore

/** A quote that waits for a place, as a card of the tray. */
export function offerCard(quote, order) {
  const chips = [{ label: quote.participant, title: quote.code, name: `${quote.participant}, ${quote.code}`, act: "show" }];
  return { id: OFFER + quote.guid, area: "tray", order, text: quote.quote, marks: [], chips, kind: "offer", tools: ["details", "remove"] };
} // prettier-ignore
