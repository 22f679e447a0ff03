// Comfort only: the page is complete without it. Sets text through textContent, sends nothing anywhere.
"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const target = () => {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
  };

  // A link to a quote opens what hides it.
  const reveal = () => {
    const element = target();
    if (!element) return;
    element.classList.remove("filtered");
    for (let e = element; e; e = e.parentElement) {
      e.classList.remove("filtered");
      if (e.tagName === "DETAILS") e.open = true;
    }
    element.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // A count, opened, shows the words themselves instead of their places.
  const MOST = 40;
  const fill = (details) => {
    const refs = details.querySelector(".refs");
    if (!refs || details.querySelector(".heard")) return;
    const list = document.createElement("ul");
    list.className = "heard screen-only";
    const links = all("a", refs);
    for (const link of links.slice(0, MOST)) {
      const entry = document.getElementById(link.getAttribute("href").slice(1));
      const words = entry && entry.querySelector("q");
      if (!words) return;
      const item = document.createElement("li");
      const quote = document.createElement("q");
      quote.dir = "auto";
      if (entry.lang) quote.lang = entry.lang;
      quote.textContent = words.textContent;
      const place = link.cloneNode(true);
      item.append(quote, " ", place);
      list.append(item);
    }
    if (links.length > MOST) {
      const rest = document.createElement("li");
      links.slice(MOST).forEach((link) => rest.append(link.cloneNode(true), " "));
      list.append(rest);
    }
    refs.classList.add("filled");
    details.append(list);
  };
  // The links inside a journey map get their words in front of them.
  const speak = (list) => {
    list.classList.add("filled");
    for (const link of all("a[href^='#']", list)) {
      const entry = document.getElementById(link.getAttribute("href").slice(1));
      const words = entry && entry.querySelector("q");
      if (!words) continue;
      const quote = document.createElement("q");
      quote.dir = "auto";
      if (entry.lang) quote.lang = entry.lang;
      quote.textContent = words.textContent;
      quote.className = "screen-only";
      link.before(quote, " ");
    }
  };
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.matches || !details.open) return;
    if (details.matches("details.ev")) fill(details);
    else all(".evidence-links:not(.filled)", details).forEach(speak);
  }, true);

  // Escape closes an open count.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest && event.target.closest("details.ev[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // Printing opens everything and closes it again.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open]):not(.ev)").filter((details) => !details.closest(".journey, .empathy"));
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => { opened.forEach((details) => { details.open = false; }); opened = []; });

  // The filter of the quote list.
  const form = document.querySelector("form.filter");
  if (form) {
    const groups = all("details.transcript");
    const output = form.querySelector("output");
    const apply = () => {
      const wanted = Object.fromEntries(new FormData(form));
      const text = wanted.text.trim().toLowerCase();
      const any = Boolean(text || wanted.kind || wanted.stage || wanted.who || wanted.persona);
      let shown = 0;
      for (const group of groups) {
        const here = (!wanted.who || group.id === wanted.who) && (!wanted.persona || group.dataset.p === wanted.persona);
        let count = 0;
        for (const entry of all("ol.quotes > li", group)) {
          const fits = here && (!wanted.kind || entry.dataset.k.split(" ").includes(wanted.kind))
            && (!wanted.stage || entry.dataset.s.split(" ").includes(wanted.stage))
            && (!text || entry.textContent.toLowerCase().includes(text));
          entry.classList.toggle("filtered", !fits);
          count += fits;
        }
        group.classList.toggle("filtered", !count);
        group.open = any && count > 0;
        shown += count;
      }
      output.textContent = output.dataset.text.replace("{n}", shown);
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // The table of contents follows the reader.
  const links = new Map(all(".toc > ol > li > a").map((link) => [link.getAttribute("href").slice(1), link]));
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const link = links.get(entry.target.id);
      if (link && entry.isIntersecting) {
        links.forEach((other) => other.removeAttribute("aria-current"));
        link.setAttribute("aria-current", "true");
      }
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  all("section.chapter").forEach((section) => observer.observe(section));
})();
