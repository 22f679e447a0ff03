// How an area of a board is drawn: its heading, its help, the list of its cards, and a hint where there are none.
import { el } from "./shared.js";
import { icon } from "./board_card.js";

/**
 * An area with its parts: {node, list, empty, add, count}. `board` gives the start of ids, the words `t`, the id of the
 * `hint` that tells the keys, and `write()` for a new card.
 */
export function makeArea(area, { id, t, hint, write }) {
  const heading = `${id}-${area.id}`;
  const label = t("add_to", { area: area.title });
  const add = el("button", { type: "button", class: "bd-add", "aria-label": label, title: label, onclick: write }, icon("add"));
  const count = el("span", { class: "bd-count cjm-quiet" });
  const list = el("div", { class: "bd-list", "aria-labelledby": heading, "aria-describedby": hint });
  const empty = el("p", { class: "bd-empty cjm-quiet" }, area.hint ?? t("area_empty"));
  const shape = { wide: (area.columns ?? 1) > 1, tall: (area.rows ?? 1) > 1 };
  const node = el(
    "section",
    { class: "bd-area", "aria-labelledby": heading, style: placed(area), dataset: { area: area.id, tone: area.tone ?? "", ...shape } },
    el("div", { class: "bd-head" }, el("h3", { id: heading }, area.title), count, add),
    area.help ? el("p", { class: "bd-help cjm-quiet" }, area.help) : null,
    list,
    empty,
  ); // prettier-ignore
  return { node, list, empty, add, count };
}

/** The place of an area in the grid, as a style. */
export function placed({ row, column, rows = 1, columns = 1 }) {
  return { "--bd-row": `${row} / span ${rows}`, "--bd-column": `${column} / span ${columns}` };
}
