// Personal data as the page knows it: what decisions change, which people fit the filters. Pure functions.

/** Letters without accents, in lower case, for searching. */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/g, "l");
}

/** What is known after news: `null` stands for what is gone. */
export function withNews(known, news) {
  const next = new Map(known);
  for (const [id, one] of Object.entries(news ?? {})) {
    if (one === null) next.delete(id);
    else next.set(id, one);
  }
  return next;
}

/** Whether a place is replaced as things stand. */
export function isGoing(place) {
  return place.status === "accepted" || (place.status === "proposed" && place.sureness !== "possible");
}

/** Entities and places as they will be after decisions that have no answer yet. */
export function decided({ entities, places }, operations) {
  const wanted = new Map();
  for (const { op, args } of operations) {
    if (op === "decide") for (const id of args.ids) wanted.set(id, args.status);
  }
  if (wanted.size === 0) return { entities, places };
  const nextPlaces = new Map(places);
  const touched = new Set();
  for (const place of places.values()) {
    const status = wanted.get(place.id) ?? wanted.get(place.entity);
    if (status === undefined) continue;
    const next = { ...place, status };
    nextPlaces.set(place.id, { ...next, going: isGoing(next) });
    touched.add(place.entity);
  }
  const nextEntities = new Map(entities);
  const of = placesByEntity(nextPlaces);
  for (const id of touched) {
    const states = new Set(of.get(id).map((place) => place.status));
    const status = states.size === 1 ? [...states][0] : "mixed";
    if (entities.has(id)) {
      nextEntities.set(id, { ...entities.get(id), status, going: of.get(id).filter((place) => place.going).length });
    }
  }
  return { entities: nextEntities, places: nextPlaces };
}

/** Entity -> its places in the order of the study. */
export function placesByEntity(places) {
  const found = new Map();
  for (const place of [...places.values()].sort((a, b) => a.order - b.order)) {
    if (!found.has(place.entity)) found.set(place.entity, []);
    found.get(place.entity).push(place);
  }
  return found;
}

/** In one word what becomes of an entity: accepted, rejected, mixed, likely (goes unless rejected) or possible. */
export function fate(entity) {
  if (entity.status !== "proposed") return entity.status;
  return entity.going > 0 ? "likely" : "possible";
}

const STATES = {
  open: (entity) => entity.status === "proposed",
  going: (entity) => entity.going > 0,
  staying: (entity) => entity.going < entity.n,
};

/** The entities that fit {kind, sureness, state, query}, in the order of the study. */
export function filtered(entities, { kind = "", sureness = "", state = "", query = "" }) {
  const wanted = fold(query.trim());
  return [...entities.values()]
    .filter(
      (entity) =>
        (!kind || entity.kind === kind) &&
        (!sureness || entity.sureness === sureness) &&
        (!state || STATES[state](entity)) &&
        (!wanted || fold([entity.name, ...entity.forms, entity.shown].join(" ")).includes(wanted)),
    )
    .sort((a, b) => a.order - b.order);
}
