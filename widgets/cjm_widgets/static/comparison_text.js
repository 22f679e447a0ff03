// Pairs of codings and the text below them: pure functions of the compare view.

// What a row from the kernel holds, by name.
export function codingOf([guid, turn, start, end, code, valence, stage, coder]) {
  return { guid, turn, start, end, code, valence, stage, coder };
}

export function pairOf([first, second, verdict, differences, decision], turn) {
  return { key: keyOf(first, second), first, second, verdict, differences, decision, turn };
}

/** The name under which a decision on two codings is kept; a coding that is not there has no guid. */
export function keyOf(first, second) {
  return [first, second].filter(Boolean).sort().join("+");
}

/** What operations that nobody has acknowledged make of decisions: key -> decision, "" for one that is open again. */
export function overlayOf(pending, pairs) {
  const overlay = new Map();
  for (const { op, args } of pending) {
    if (op === "resolve") overlay.set(keyOf(args.first, args.second), args.decision);
    else if (op === "reopen") overlay.set(keyOf(args.first, args.second), "");
    else if (op === "take_agreed") {
      for (const pair of pairs) if (pair.verdict === "same" && !pair.decision) overlay.set(pair.key, "first");
    }
  }
  return overlay;
}

/** The pair `step` places further that `wanted` takes, round the end; null where there is none. */
export function neighbour(pairs, key, step, wanted) {
  const at = pairs.findIndex((pair) => pair.key === key);
  for (let n = 1; n <= pairs.length; n += 1) {
    const from = at < 0 && step < 0 ? 0 : at;
    const pair = pairs[(((from + step * n) % pairs.length) + pairs.length) % pairs.length];
    if (wanted(pair)) return pair;
  }
  return null;
}

/** A line of its own for each coding of one side, as far as there is room: guid -> number of the line. */
export function lanesOf(codings, most) {
  const ends = [];
  const lanes = new Map();
  for (const coding of [...codings].sort((a, b) => a.start - b.start || b.end - a.end || (a.guid < b.guid ? -1 : 1))) {
    let lane = ends.findIndex((end) => end <= coding.start);
    if (lane < 0) lane = ends.length < most ? ends.length : most - 1;
    ends[lane] = Math.max(ends[lane] ?? 0, coding.end);
    lanes.set(coding.guid, lane);
  }
  return lanes;
}

/** The text cut where a coding begins or ends, in code points: [start, end, codings that cover it]. */
export function segmentsOf(length, spans) {
  const inside = (n) => Math.max(0, Math.min(length, n));
  const cuts = [...new Set([0, length, ...spans.flatMap((span) => [inside(span.start), inside(span.end)])])];
  cuts.sort((a, b) => a - b);
  const segments = [];
  for (let n = 0; n + 1 < cuts.length; n += 1) {
    const [start, end] = [cuts[n], cuts[n + 1]];
    segments.push([start, end, spans.filter((span) => span.start <= start && span.end >= end)]);
  }
  return segments;
}

/** Where the words of a text begin and end, in code points. */
export function wordsOf(text, toPoints) {
  return [...text.matchAll(/\S+/gu)].map((found) => [
    toPoints(found.index),
    toPoints(found.index + found[0].length),
  ]);
}

/** A span with one end moved by a word; the span itself where that cannot be. */
export function moved({ start, end }, words, which) {
  const starts = words.map((word) => word[0]);
  const ends = words.map((word) => word[1]);
  const to = {
    start_back: () => starts.findLast((at) => at < start),
    start_on: () => starts.find((at) => at > start && at < end),
    end_back: () => ends.findLast((at) => at < end && at > start),
    end_on: () => ends.find((at) => at > end),
  }[which]();
  if (to === undefined) return { start, end };
  return which.startsWith("start") ? { start: to, end } : { start, end: to };
}
