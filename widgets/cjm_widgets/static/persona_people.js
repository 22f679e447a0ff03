// The people of each persona in columns: ticked, dragged, moved by a menu, made into a persona of their own.
import { isolate, keyed, menu, setText } from "./persona_dom.js";
import { columns, mayMove, maySplit, stillThere, whereIs } from "./persona_rules.js";
import { el } from "./shared.js";

export const GLYPHS = ["●", "■", "▲", "◆", "★", "✚", "⬟", "▼"];
// So far, in CSS pixels, a mouse may slip before a click becomes a drag.
const SLIP = 5;

export const withPeople = (Base) => class extends Base {
  buildPeople() {
    this.tickCount = el("span", { class: "pf-count", role: "status" });
    this.to = el("select", {});
    this.toLabel = el("label", { class: "pf-field" }, this.t("move_to"), this.to);
    this.moveButton = this.button("move", () => this.moveTo(this.tickedNow(), this.to.value || null));
    this.splitButton = this.button("split", () => this.split());
    this.untick = this.button("untick", () => this.tick([], true));
    this.tools = el("div", { class: "pf-bar pf-tools" }, this.tickCount, this.toLabel, this.moveButton, this.splitButton, this.untick);
    this.columnList = el("div", { class: "pf-columns" });
    const handlers = { pointerdown: "onGrab", keydown: "onPeopleKey", contextmenu: "onPeopleMenu", dblclick: "onPeopleMenu" };
    for (const [kind, name] of Object.entries(handlers)) this.columnList.addEventListener(kind, (event) => this[name](event));
    this.people = el("section", { class: "pf-people", "aria-label": this.t("people") }, this.tools, this.columnList);
    return [this.people];
  }

  paintPeople() {
    this.ui.ticked = stillThere(this.now, this.ui.ticked);
    const n = this.ui.ticked.size;
    const can = this.editable();
    setText(this.tickCount, n ? this.n("ticked", n) : can ? this.t("tick_hint") : "");
    for (const tool of [this.toLabel, this.moveButton, this.splitButton, this.untick]) tool.hidden = !n || !can;
    this.tools.hidden = !can;
    const targets = this.now.personas.filter((one) => !one.saving).map((one) => [one.key, this.titleOf(one)]);
    const options = [...targets, ["", this.t("nowhere")]];
    if (this.to.dataset.options !== JSON.stringify(options)) {
      this.to.replaceChildren(...options.map(([key, name]) => el("option", { value: key }, name)));
      this.to.dataset.options = JSON.stringify(options);
    }
    const all = columns(this.now).filter((column) => column.key !== null || column.members.length || this.now.personas.length > 1);
    keyed(
      this.columnList,
      all.map((column, n) => ({
        key: column.key ?? "-",
        sig: "column",
        make: () => this.columnNode(column),
        update: (node) => this.paintColumn(node, column, n),
      })),
    );
    this.people.hidden = !this.now.personas.length;
  }

  titleOf(one) {
    return one.title || this.t("new_persona");
  }

  columnNode(column) {
    const head = el("div", { class: "pf-column-head" });
    const list = el("ul", { class: "pf-members", role: "listbox", "aria-multiselectable": "true" });
    const none = el("p", { class: "pf-nobody cjm-quiet" }, this.t("nobody"));
    return el("div", { class: "pf-column", dataset: { column: column.key ?? "-" } }, head, list, none);
  }

  paintColumn(node, column, place) {
    const [head, list, none] = node.children;
    const open = column.key !== null && this.ui.selected === column.key;
    node.classList.toggle("pf-open", open);
    node.classList.toggle("pf-nowhere", column.key === null);
    const title = column.key === null ? this.t("nowhere") : this.titleOf(column.persona);
    const facts = [this.n("people_n", column.members.length)];
    const one = column.persona;
    if (one && !one.saving) facts.unshift(one.key);
    if (one) facts.push(one.saving ? this.t("saving") : one.accepted_by ? `✓ ${this.t("accepted")}` : this.t("draft"));
    const name = one
      ? el("button", { type: "button", class: "pf-title", "data-f": "open", "aria-current": open ? "true" : null, "aria-label": this.t("open", { title: isolate(title) }), onclick: () => this.select(one.key) }, el("span", { class: "pf-glyph", "aria-hidden": "true" }, GLYPHS[place % GLYPHS.length]), " ", el("bdi", {}, title))
      : el("span", { class: "pf-title" }, title); // prettier-ignore
    keyed(head, [{ key: "head", sig: JSON.stringify([title, facts, open, place]), make: () => el("div", {}, name, el("p", { class: "cjm-quiet" }, facts.join(" · "))) }]);
    list.hidden = !column.members.length;
    none.hidden = !list.hidden;
    list.setAttribute("aria-label", one ? this.t("members_of", { title: isolate(title) }) : title);
    const stop = column.members.some((member) => member.id === this.ui.at) ? this.ui.at : column.members[0]?.id;
    keyed(
      list,
      column.members.map((member) => {
        const ticked = this.ui.ticked.has(member.id);
        const typical = one?.typical === member.id && this.now.personas.length > 1;
        return {
          key: member.id,
          sig: JSON.stringify([member, typical, this.server.people[member.id]]),
          make: () => this.memberNode(member, typical),
          update: (row) => {
            row.setAttribute("aria-selected", String(ticked));
            row.tabIndex = member.id === stop ? 0 : -1;
          },
        };
      }),
    );
  }

  memberNode(member, typical) {
    const notes = [];
    if (typical) notes.push(el("span", { class: "pf-note-word" }, `✦ ${this.t("typical")}`));
    if (member.between) notes.push(el("span", { class: "pf-note-word" }, `◇ ${this.t("between")}`));
    const words = this.server.people[member.id];
    const strength = member.strength === null ? "" : this.percent(member.strength);
    return el(
      "li",
      { role: "option", class: "pf-member", dataset: { id: member.id, f: member.id }, tabindex: "-1" },
      el("span", { class: "pf-tick", "aria-hidden": "true" }),
      el("bdi", { class: "pf-id" }, member.id),
      strength ? el("span", { class: "pf-strength", title: this.t("strength", { share: strength }) }, strength) : null,
      words ? el("bdi", { class: "pf-words cjm-quiet", title: words }, words) : null,
      ...notes,
    );
  }

  // Ticks

  tickedNow() {
    return [...this.ui.ticked];
  }

  /** Tick people, or, with `only`, these and nobody else. */
  tick(people, only = false) {
    if (only) this.ui.ticked.clear();
    for (const id of people) this.ui.ticked.add(id);
    this.paintPeople();
    this.paintPlane();
  }

  toggle(id) {
    if (this.ui.ticked.has(id)) this.ui.ticked.delete(id);
    else this.ui.ticked.add(id);
    this.tick([]);
  }

  /** Whom an act on somebody is about: all ticked ones where that person is among them. */
  whom(id) {
    return this.ui.ticked.has(id) ? this.tickedNow() : [id];
  }

  // Acts

  moveTo(people, to) {
    const going = people.filter((id) => whereIs(this.now, id) !== to);
    if (!going.length || !this.editable()) return;
    const why = mayMove(this.now, going, to);
    if (why) {
      this.fail(this.t(why));
      return;
    }
    const target = this.now.personas.find((one) => one.key === to);
    this.ui.ticked = new Set([...this.ui.ticked].filter((id) => !going.includes(id)));
    this.op("move", { people: going, to });
    this.say(target ? this.words_n("dropped", going.length, { title: isolate(this.titleOf(target)) }) : this.n("taken_out", going.length));
  }

  split(people = this.tickedNow()) {
    if (!people.length || !this.editable()) return;
    const { why, key } = maySplit(this.now, people);
    if (why) {
      this.fail(this.t(why));
      return;
    }
    const name = el("input", { type: "text", maxlength: "120" });
    const who = people.map(isolate).join(", ");
    const body = [
      el("p", {}, this.words_n("split_text", people.length, { who })),
      el("label", { class: "pf-field" }, this.t("split_name"), name),
    ];
    this.question("split", body, "split_do", () => {
      this.ui.ticked.clear();
      this.op("split", { key, people, title: name.value.trim() });
    }, { first: name }); // prettier-ignore
  }

  menuFor(row) {
    const people = this.whom(row.dataset.id);
    const rows = this.now.personas
      .filter((one) => !one.saving)
      .map((one) => [this.titleOf(one), () => this.moveTo(people, one.key), people.every((id) => whereIs(this.now, id) === one.key)]);
    rows.push([this.t("nowhere"), () => this.moveTo(people, null), people.every((id) => whereIs(this.now, id) === null)]);
    rows.push([this.t("new_persona"), () => this.split(people), false]);
    const who = people.length === 1 ? isolate(people[0]) : this.n("people_n", people.length);
    menu(this.root, row, this.t("move_menu", { who }), rows);
  }

  onPeopleMenu(event) {
    const row = event.target.closest(".pf-member");
    if (!row || !this.editable()) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has a menu of its own
    this.menuFor(row);
  }

  // Keys

  onPeopleKey(event) {
    const row = event.target.closest(".pf-member");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const { id } = row.dataset;
    const acts = {
      ArrowDown: () => this.focusMember(row.nextElementSibling),
      ArrowUp: () => this.focusMember(row.previousElementSibling),
      Home: () => this.focusMember(row.parentNode.firstElementChild),
      End: () => this.focusMember(row.parentNode.lastElementChild),
      ArrowRight: () => this.focusColumn(row, 1),
      ArrowLeft: () => this.focusColumn(row, -1),
      " ": () => this.toggle(id),
      m: () => this.editable() && this.menuFor(row),
      F10: () => event.shiftKey && this.editable() && this.menuFor(row),
      ContextMenu: () => this.editable() && this.menuFor(row),
      n: () => this.split(this.whom(id)),
      Delete: () => this.moveTo(this.whom(id), null),
      Enter: () => this.select(whereIs(this.now, id) ?? this.ui.selected),
    };
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  }

  focusMember(row) {
    if (!row) return;
    for (const other of row.parentNode.children) other.tabIndex = -1;
    row.tabIndex = 0;
    this.ui.at = row.dataset.id;
    row.focus();
  }

  focusColumn(row, step) {
    const lists = [...this.columnList.querySelectorAll(".pf-members:not([hidden])")];
    const list = lists[lists.indexOf(row.parentNode) + step];
    const place = [...row.parentNode.children].indexOf(row);
    if (list) this.focusMember(list.children[Math.min(place, list.children.length - 1)]);
  }

  // The mouse, a pen, a finger

  onGrab(event) {
    const row = event.target.closest(".pf-member");
    if (!row || event.button !== 0) return;
    // A finger on the row scrolls the list; on the tick box it drags.
    if (event.pointerType === "touch" && !event.target.closest(".pf-tick")) return;
    const { id } = row.dataset;
    const [x, y] = [event.clientX, event.clientY];
    let ghost = null;
    const move = (now) => {
      if (!ghost && (Math.hypot(now.clientX - x, now.clientY - y) < SLIP || !this.editable())) return;
      ghost ??= this.ghost(this.whom(id));
      const frame = this.root.getBoundingClientRect();
      ghost.style.left = `${now.clientX - frame.left + 10}px`;
      ghost.style.top = `${now.clientY - frame.top + 10}px`;
      this.markDrop(this.columnAt(now));
    };
    const end = (now, drop) => {
      for (const [kind, listener] of Object.entries(listeners)) globalThis.removeEventListener(kind, listener, true);
      this.markDrop(null);
      if (!ghost) {
        if (drop) {
          this.toggle(id);
          this.focusMember(this.columnList.querySelector(`[data-id="${CSS.escape(id)}"]`));
        }
        return;
      }
      ghost.remove();
      const column = drop && this.columnAt(now);
      if (column) this.moveTo(this.whom(id), column.dataset.column === "-" ? null : column.dataset.column);
    };
    const listeners = {
      pointermove: move,
      pointerup: (now) => end(now, true),
      pointercancel: (now) => end(now, false),
      keydown: (now) => {
        if (now.key !== "Escape") return;
        now.preventDefault();
        now.stopPropagation();
        end(now, false);
      },
    };
    for (const [kind, listener] of Object.entries(listeners)) globalThis.addEventListener(kind, listener, true);
    if (event.pointerType !== "touch") event.preventDefault(); // no text is selected on the way
  }

  ghost(people) {
    const said = people.length === 1 ? people[0] : this.n("people_n", people.length);
    const ghost = el("div", { class: "pf-ghost", "aria-hidden": "true" }, el("bdi", {}, said));
    this.root.append(ghost);
    return ghost;
  }

  columnAt(event) {
    const column = document.elementFromPoint(event.clientX, event.clientY)?.closest(".pf-column");
    return column && this.columnList.contains(column) && !column.dataset.column.startsWith("new:") ? column : null;
  }

  markDrop(column) {
    for (const other of this.columnList.children) other.classList.toggle("pf-drop", other === column);
  }
};
