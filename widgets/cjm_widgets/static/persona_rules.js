// The personas on the page as values: what an operation makes of them, which people stand where. No browser needed.

/** The personas as they will be after an operation: what is painted before the answer comes. */
export function applyOp(model, { id, op, args }) {
  const change = CHANGES[op];
  return change && model.personas ? change(model, args, id) : model;
}

const CHANGES = {
  rename: (model, { key, title }) =>
    withPersona(model, key, (one) => ({ ...one, title: title || one.title, own_title: Boolean(title) })),
  set_role: (model, { key, role }) => withPersona(model, key, (one) => ({ ...one, role })),
  accept: (model, { key, accepted }) =>
    withPersona(model, key, (one) => ({ ...one, accepted_by: accepted ? model.coder : "" })),
  move: moved,
  merge: merged,
  split: (model, { key, people, title }, id) => splitOff(model, key, people, { key: newKey(id), title: title ?? "" }),
  add_statement: (model, { key, guid, section, text, evidence = [] }) =>
    withPersona(model, key, (one) =>
      one.statements.some((statement) => statement.key === guid)
        ? one
        : { ...one, statements: [...one.statements, written(guid, section, text, evidence)] },
    ),
  change_statement: (model, { key, statement, ...changes }) =>
    withStatement(model, key, statement, (one) => changed(one, changes)),
  remove_statement: (model, { key, statement }) =>
    withPersona(model, key, (one) => {
      const gone = one.statements.find((other) => other.key === statement);
      if (!gone) return one;
      const hidden = gone.mine ? one.hidden : [...one.hidden, { key: gone.key, section: gone.section, text: gone.text }];
      return { ...one, hidden, statements: one.statements.filter((other) => other !== gone) };
    }),
  restore_statements: (model, { key, statements = [] }) =>
    withPersona(model, key, (one) => ({
      ...one,
      hidden: statements.length ? one.hidden.filter((hidden) => !statements.includes(hidden.key)) : [],
    })),
};

/** The key of a persona that the kernel has not named yet. */
export function newKey(id) {
  return `new:${id}`;
}

function withPersona(model, key, change) {
  return { ...model, personas: model.personas.map((one) => (one.key === key ? change(one) : one)) };
}

function withStatement(model, key, statement, change) {
  return withPersona(model, key, (one) => ({
    ...one,
    statements: one.statements.map((other) => (other.key === statement ? change(other) : other)),
  }));
}

function changed(statement, { text, section, evidence }) {
  const next = { ...statement };
  if (text) Object.assign(next, { text, reworded: !statement.mine, own: true });
  if (section !== undefined) next.section = section;
  if (evidence !== undefined) Object.assign(next, { linked: evidence, quotes: evidence.length, assumption: !evidence.length });
  return next;
}

function written(guid, section, text, evidence) {
  return {
    key: guid, section, text, own: true, mine: true, reworded: false, assumption: !evidence.length, saving: true,
    quotes: evidence.length, linked: evidence, inside: null, outside: null, interval: null,
  }; // prettier-ignore
}

function moved(model, { people, to }) {
  const all = new Set(people);
  const target = model.personas.find((one) => one.key === to);
  if (to !== null && !target) return model;
  const personas = model.personas.map((one) => {
    const stay = one.members.filter((member) => !all.has(member.id) || one === target);
    const come = one === target ? people.filter((id) => !stay.some((member) => member.id === id)) : [];
    if (stay.length === one.members.length && !come.length) return one;
    return { ...one, members: [...stay, ...come.map(newcomer)], accepted_by: "" };
  });
  const unassigned = model.unassigned.filter((id) => !all.has(id));
  return { ...model, personas, unassigned: to === null ? [...unassigned, ...people].sort() : unassigned };
}

function newcomer(id) {
  return { id, strength: null, between: false };
}

function merged(model, { keys, into }) {
  const gone = model.personas.filter((one) => keys.includes(one.key) && one.key !== into);
  const personas = model.personas
    .filter((one) => !gone.includes(one))
    .map((one) => {
      if (one.key !== into) return one;
      const members = [...one.members, ...gone.flatMap((other) => other.members.map((member) => newcomer(member.id)))];
      const mine = gone.flatMap((other) => other.statements.filter((statement) => statement.mine));
      return { ...one, members, statements: [...one.statements, ...mine], accepted_by: "" };
    });
  return { ...model, personas };
}

function splitOff(model, key, people, fields) {
  const from = model.personas.find((one) => one.key === key);
  const all = new Set(people);
  if (!from || !people.length || from.members.every((member) => all.has(member.id))) return model;
  const members = from.members.filter((member) => all.has(member.id)).map((member) => newcomer(member.id));
  const fresh = {
    own_title: Boolean(fields.title), role: "", accepted_by: "", share: [members.length, from.share?.[1] ?? 0], typical: "",
    steady: "", statements: [], hidden: [], contrasts: [], quotes: [], counter: null, path: [], attributes: [], saving: true,
    ...fields, members,
  }; // prettier-ignore
  const rest = { ...from, members: from.members.filter((member) => !all.has(member.id)), accepted_by: "" };
  return { ...model, personas: [...model.personas.map((one) => (one === from ? rest : one)), fresh] };
}

// ---- People --------------------------------------------------------------------------------------------------------

/** The columns of people: one for each persona, and one (key null) of those in none. */
export function columns(model) {
  const rows = model.personas.map((one) => ({ key: one.key, title: one.title, members: one.members, persona: one }));
  const nowhere = model.unassigned.map((id) => newcomer(id));
  return [...rows, { key: null, title: "", members: nowhere, persona: null }];
}

/** The key of the persona that somebody is in, null where in none. */
export function whereIs(model, id) {
  return model.personas.find((one) => one.members.some((member) => member.id === id))?.key ?? null;
}

/** The ticked people that are still there. */
export function stillThere(model, ticked) {
  const all = new Set(columns(model).flatMap((column) => column.members.map((member) => member.id)));
  return new Set([...ticked].filter((id) => all.has(id)));
}

/** Whether people may go to a persona (null: to none): "" or the word that says why not. */
export function mayMove(model, people, to) {
  const going = people.filter((id) => whereIs(model, id) !== to);
  const emptied = model.personas.some(
    (one) => one.key !== to && one.members.length && one.members.every((member) => going.includes(member.id)),
  );
  return emptied ? "last_member" : "";
}

/** Whether people may become a persona of their own: "" or the word that says why not, and the persona they leave. */
export function maySplit(model, people) {
  const homes = new Set(people.map((id) => whereIs(model, id)));
  if (homes.size !== 1 || homes.has(null)) return { why: "split_one", key: null };
  const [key] = homes;
  const from = model.personas.find((one) => one.key === key);
  return { why: from.members.length === people.length ? "split_all" : "", key };
}

// ---- Statements ----------------------------------------------------------------------------------------------------

/** Statements by section, in the order of the sections; `sections` are [key, name]. */
export function bySection(statements, sections) {
  const known = new Set(sections.map(([key]) => key));
  const others = [...new Set(statements.map((one) => one.section).filter((key) => !known.has(key)))];
  return [...sections, ...others.map((key) => [key, key])]
    .map(([key, name]) => ({ key, name, statements: statements.filter((one) => one.section === key) }))
    .filter((section) => section.statements.length);
}

/** Where a share and its interval stand on a bar, in per cent of its width. */
export function barOf([k, n], interval) {
  const share = n ? (100 * k) / n : 0;
  const [low, high] = (interval ?? [0, 0]).map((bound) => 100 * Math.min(1, Math.max(0, bound)));
  return { share, low, width: Math.max(0, high - low) };
}

/** The mean of the strengths that are known; null where none is. */
export function meanStrength(members) {
  const known = members.map((member) => member.strength).filter((strength) => typeof strength === "number");
  return known.length ? known.reduce((sum, strength) => sum + strength, 0) / known.length : null;
}

// ---- The plane -----------------------------------------------------------------------------------------------------

/**
 * Points of an ordination on a drawing of `width` by `height`, each with a place for its name: right of the dot, else left
 * of it, else a little lower or higher, where neither names nor dots lie already. `lead` says that the name lies so far
 * off that a line has to lead to it. One scale for both axes: distances mean something.
 */
export function placePoints(points, width, height, pad = 28) {
  if (!points.length) return { points: [], scale: 1, at: (x, y) => [width / 2 + x, height / 2 - y] };
  const most = (key) => Math.max(...points.map((point) => Math.abs(point[key])), 1e-9);
  const scale = Math.min((width / 2 - pad * 2) / most("x"), (height / 2 - pad) / most("y"));
  const at = (x, y) => [width / 2 + x * scale, height / 2 - y * scale];
  const dots = points.map((point) => box(...at(point.x, point.y), 14, 12));
  const names = [];
  const steps = [0, 12, -12, 24, -24, 36, -36, 48, -48, 60, -60];
  const placed = points.map((point, n) => {
    const [x, y] = at(point.x, point.y);
    const long = 7 * point.id.length;
    const others = [...names, ...dots.filter((_dot, other) => other !== n)];
    const places = steps.flatMap((step) => [x + 15, x - 15 - long].map((from) => ({ step, from, ...box(from + long / 2, y + step, long, 12) })));
    const inside = places.filter((one) => one.left >= 0 && one.right <= width && one.top >= 0 && one.bottom <= height);
    const free = inside.find((one) => !others.some((other) => overlap(one, other))) ?? inside[0] ?? places[0];
    names.push(free);
    return { id: point.id, x, y, nameX: free.from, nameY: y + free.step + 4, left: free.from < x, lead: free.step !== 0 };
  });
  return { points: placed, scale, at };
}

/**
 * Arrows of codes on the same drawing, the longest 0.8 of the way to the edge, each with a place for its name that
 * covers neither a person nor another name. One without such a place is left out: the people matter more.
 */
export function placeArrows(arrows, points, width, height, most = 8) {
  const [x0, y0] = [width / 2, height / 2];
  const reach = Math.max(...arrows.map(({ x, y }) => Math.max(Math.abs(x) / x0, Math.abs(y) / y0)), 1e-9);
  const taken = points.flatMap((point) => [
    box(point.x, point.y, 26, 26),
    { left: point.nameX, right: point.nameX + 7 * point.id.length, top: point.nameY - 12, bottom: point.nameY + 4 },
  ]);
  const placed = [];
  for (const { name, x, y } of arrows) {
    const [tipX, tipY] = [x0 + (0.8 * x) / reach, y0 - (0.8 * y) / reach];
    const wide = 6.2 * name.length + 6;
    const middle = Math.min(width - wide / 2 - 2, Math.max(wide / 2 + 2, tipX));
    const side = tipY < y0 ? -1 : 1;
    const places = [11, 24, 37, -11].map((step) => box(middle, tipY + side * step, wide, 14));
    const inside = (one) => one.top >= 0 && one.bottom <= height;
    const free = places.find((one) => inside(one) && !taken.some((other) => overlap(one, other)));
    if (!free || placed.length >= most) continue;
    taken.push(free);
    placed.push({ name, x: tipX, y: tipY, nameX: middle, nameY: free.bottom - 3 });
  }
  return placed;
}

function box(x, y, wide, high) {
  return { left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 };
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** The point to which an arrow key leads: the nearest in that direction; the same one where there is none. */
export function nearest(points, id, key) {
  const from = points.find((point) => point.id === id);
  const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key] ?? [0, 0];
  let best = from;
  let least = Infinity;
  for (const point of points) {
    const [x, y] = [point.x - from.x, point.y - from.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (point !== from && along > 0 && along + 3 * aside < least) [best, least] = [point, along + 3 * aside];
  }
  return best.id;
}

/** The ids of the points inside a frame drawn from one corner to another. */
export function inFrame(points, [x1, y1], [x2, y2]) {
  const [left, right, top, bottom] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
  return points.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom).map((point) => point.id);
}
