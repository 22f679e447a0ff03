// Small things of the page that the coding pane needs: fields, places in a text, idle time.

import { el } from "./shared.js";

export function fill(field, options, value) {
  const wanted = JSON.stringify(options);
  if (field.dataset.options !== wanted) {
    field.replaceChildren(...options.map(([key, text]) => el("option", { value: key }, text)));
    field.dataset.options = wanted;
  }
  field.value = value;
}

export const isEqual = (a, b) => Object.keys(b).every((field) => a[field] === b[field]);

export function blockOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest?.(".cjm-text")?.parentElement.block ?? null;
}

export function unitAt(block, node, offset) {
  const range = document.createRange();
  range.setStart(block.text, 0);
  range.setEnd(node, offset);
  return block.from + range.toString().length;
}

export function boxOf(range) {
  const boxes = range.getClientRects();
  const whole = range.getBoundingClientRect();
  return { left: boxes[0]?.left ?? whole.left, top: whole.top, bottom: whole.bottom };
}

export const whenIdle = (run) =>
  globalThis.requestIdleCallback ? requestIdleCallback(run, { timeout: 500 }) : setTimeout(() => run({ timeRemaining: () => 8 }), 16);
export const cancelIdle = (id) => id && (globalThis.cancelIdleCallback ?? clearTimeout)(id);
