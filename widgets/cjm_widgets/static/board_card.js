// How a card of a board is drawn: its text, signs, chips and tools.
import { el, safeColour } from "./shared.js";

// Drawn, so that they look the same everywhere and can be printed in one colour.
const ICONS = {
  add: "M8 2.5v11M2.5 8h11",
  edit: "M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2zM9.4 4.4l2.2 2.2",
  remove: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.8 7v3.7M9.2 7v3.7",
  move: "M8 1.8v12.4M1.8 8h12.4M6 3.8l2-2 2 2M6 12.2l2 2 2-2M3.8 6l-2 2 2 2M12.2 6l2 2-2 2",
  inference: "M8 2l6 6-6 6-6-6z",
  assumption: "M8 2.5L14.2 13.5H1.8zM8 6.5v3M8 11.4v.4",
  own: "M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z",
  details: "M3 4h10M3 8h10M3 12h6",
  to_be: "M2.5 8h9M8 4.5L11.5 8 8 11.5M14 3.5v9",
  barrier: "M8 2l6.5 11.5h-13zM8 6.5v3M8 11.4v.4",
  wow: "M8 1.8l1.9 4 4.3.5-3.2 3 .9 4.4L8 11.5l-3.9 2.2.9-4.4-3.2-3 4.3-.5z",
  near_failure: "M2 12.5h5L9.5 4M9 12.5l2-2 2 2M11 10.5V14",
  keep: "M2.5 8.5l3.5 3.5 7.5-8",
  wait: "M4 2h8M4 14h8M4.5 2c0 4 7 8 7 12M11.5 2c0 4-7 8-7 12",
  information_needed: "M5.5 5.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M8 12.5v.4",
  advance: "M2.5 8h10M8.5 4l4 4-4 4",
  stall: "M5 3v10M11 3v10",
  exit: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  supported: "M2.5 8.5l3.5 3.5 7.5-8",
  contradicted: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  verbatim: "M3 9h3.5v3.5H3zM3 9c0-3 1-4.5 3-5M9.5 9H13v3.5H9.5zM9.5 9c0-3 1-4.5 3-5",
};

export function icon(name) {
  return el("svg:svg", { class: "bd-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, el("svg:path", { d: ICONS[name] ?? "" }));
} // prettier-ignore

/**
 * Fills the cell of a card. `board` gives the start of ids, the words `t`, `on.chip(card, index)` for what stands behind
 * a chip, and `act(tool)` for its tools: "move", "edit", "remove" where it names no others.
 */
export function fillCard(cell, card, { id, t, on, act }) {
  const name = `${id}-${card.id}`;
  const marks = card.marks ?? [];
  const tags = marks.map((mark) => el("span", { class: "bd-tag", dataset: { mark } }, icon(mark), t(`mark_${mark}`)));
  const chips = (card.chips ?? []).map((chip, index) =>
    el("button", { type: "button", class: "bd-chip", tabindex: "-1", title: chip.title, "aria-label": chip.name ?? chip.title, dataset: { act: `chip-${index}` }, onclick: () => on.chip?.(card.id, index) }, chip.label),
  ); // prettier-ignore
  const tool = (kind) =>
    el("button", { type: "button", class: "bd-tool", tabindex: "-1", title: t(`${kind}_note`), "aria-label": t(`${kind}_note`), dataset: { act: kind }, onclick: () => act(kind) }, icon(kind)); // prettier-ignore
  cell.removeAttribute("data-busy");
  cell.setAttribute("aria-labelledby", `${name}-text ${name}-foot`);
  cell.style.setProperty("--bd-colour", safeColour(card.colour, "var(--cjm-edge)"));
  cell.dataset.marks = marks.join(" ");
  cell.dataset.kind = card.kind ?? "";
  cell.tabIndex = -1;
  cell.replaceChildren(
    el("span", { class: "bd-grip", "aria-hidden": "true" }),
    el("p", { class: "bd-text", id: `${name}-text`, dir: "auto" }, card.text),
    el("div", { class: "bd-foot", id: `${name}-foot` }, ...chips, ...tags),
    el("span", { class: "bd-tools" }, ...(card.tools ?? ["move", "edit", "remove"]).map(tool)),
  );
}

/** Fills the cell of a card with a field to write in, and returns it; `finish(save)` ends the writing. */
export function fillEditor(cell, { t, name, text, error, finish }) {
  const field = el("textarea", { class: "bd-field", rows: "3", "aria-label": name, value: text, dir: "auto" });
  const held = (event) => event.preventDefault(); // the field keeps the focus
  const button = (key, save, kind) => el("button", { type: "button", class: kind, onmousedown: held, onclick: () => finish(save) }, t(key)); // prettier-ignore
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) finish(true);
    else if (event.key === "Escape") finish(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  cell.dataset.busy = "true";
  cell.removeAttribute("aria-labelledby");
  cell.replaceChildren(
    field,
    el("p", { class: "cjm-error", role: "alert" }, error),
    el("div", { class: "bd-writing" }, button("save_note", true, "cjm-main"), button("cancel", false, "")),
  );
  return field;
}
