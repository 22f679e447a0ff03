// The codes of a study as a tree: pure functions, without a page.
import { safeColour } from "./shared.js";

/** Letters without accents, in lower case, for searching. */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/g, "l");
}

/** The codes below `parent` in their order. */
export function childrenOf(codes, parent) {
  return [...codes.values()]
    .filter((code) => (code.parent ?? null) === parent)
    .sort(byPosition);
}

function byPosition(a, b) {
  return a.position - b.position || (a.key < b.key ? -1 : 1);
}

/** Every code below `key`. */
export function below(codes, key) {
  return childrenOf(codes, key).flatMap((code) => [code, ...below(codes, code.key)]);
}

/** Keys of the codes above `key`, nearest first. */
export function above(codes, key) {
  const keys = [];
  for (let code = codes.get(key); code && code.parent && !keys.includes(code.parent); code = codes.get(code.parent)) {
    keys.push(code.parent);
  }
  return keys;
}

/** The codebook as rows of a tree: {code, level, place, size, leaf}; a retired code stays where codes in use lie below it. */
export function treeRows(codes) {
  const live = new Set();
  for (const code of codes.values()) {
    if (!code.retired) [code.key, ...above(codes, code.key)].forEach((key) => live.add(key));
  }
  const families = new Map();
  for (const code of codes.values()) {
    if (!live.has(code.key)) continue;
    const parent = code.parent ?? null;
    if (!families.has(parent)) families.set(parent, []);
    families.get(parent).push(code);
  }
  const rows = [];
  const walk = (parent, level) => {
    const siblings = (families.get(parent) ?? []).sort(byPosition);
    siblings.forEach((code, n) => {
      rows.push({ code, level, place: n + 1, size: siblings.length, leaf: !families.has(code.key) });
      walk(code.key, level + 1);
    });
  };
  walk(null, 1);
  return rows;
}

/** The retired codes that the tree leaves out. */
export function retiredCodes(codes) {
  const shown = new Set(treeRows(codes).map((row) => row.code.key));
  return [...codes.values()].filter((code) => !shown.has(code.key));
}

/** Rows on the screen: those in open branches, or the hits of a search with the codes above them. */
export function visibleRows(rows, codes, open, query) {
  const wanted = fold(query.trim());
  if (!wanted) {
    let closed = Infinity; // level of the closed code whose branch is passed over
    return rows.filter(({ code, level }) => {
      if (level > closed) return false;
      closed = open.has(code.key) ? Infinity : level;
      return true;
    });
  }
  const hits = new Set();
  for (const { code } of rows) {
    if (matches(code, wanted)) [code.key, ...above(codes, code.key)].forEach((key) => hits.add(key));
  }
  return rows.filter((row) => hits.has(row.code.key));
}

/** Whether a code's name, definition or key holds the (folded) words. */
export function matches(code, wanted) {
  return fold(`${code.name} ${code.definition} ${code.key.split("/").pop().replace(/_/g, " ")}`).includes(wanted);
}

/** The codes as they will be after an operation: what is painted before the answer comes. */
export function applyOp(codes, { op, args }) {
  const next = new Map(codes);
  if (op === "merge_codes") {
    for (const key of args.keys) if (next.has(key)) next.set(key, { ...next.get(key), retired: true });
    return next;
  }
  const code = codes.get(args.key);
  if (!code) return codes;
  if (op === "change_code") {
    const { key, ...changes } = args;
    const changed = { ...code, ...changes };
    if ("name" in changes && !changes.name) changed.name = code.name;
    if ("retired" in changes && !changes.retired) changed.into = "";
    next.set(key, changed);
  } else if (op === "move_code") {
    const parent = args.parent ?? code.parent ?? null;
    const siblings = childrenOf(codes, parent).filter((other) => other.key !== code.key);
    siblings.splice(args.position ?? siblings.length, 0, { ...code, parent });
    siblings.forEach((other, n) => next.set(other.key, { ...other, position: n }));
  } else if (op === "remove_code") {
    next.delete(args.key);
  }
  return next;
}

/** A code's colour: its own, or the nearest above it. */
export function colourOf(codes, key) {
  const own = [key, ...above(codes, key)].map((one) => codes.get(one)?.colour).find(Boolean);
  return safeColour(own || codes.get(key)?.shown, "#777777");
}

/** Whether a code may be moved below another: not below itself or a retired one; built-in codes stay in their kind. */
export function mayMove(codes, key, parent) {
  const family = [codes.get(key), ...below(codes, key)];
  const above_ = codes.get(parent);
  if (above_.retired || family.some((code) => code.key === parent)) return false;
  return above_.kind === codes.get(key).kind || family.every((code) => code.own);
}

/** The place among all codes below a parent that puts a code beside `neighbour`, counted without the code itself. */
export function placeBeside(codes, key, neighbour, after) {
  const siblings = childrenOf(codes, codes.get(neighbour).parent ?? null).filter((code) => code.key !== key);
  return siblings.findIndex((code) => code.key === neighbour) + (after ? 1 : 0);
}

/** The beginning of a long name. */
export function shorten(text, most = 60) {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join("").trimEnd()}…`;
}

/** A name set apart, so that what turns the direction of its letters does not turn the sentence around it. */
export function isolate(text) {
  return `\u2068${text}\u2069`;
}
