// Makes pages quicker; nothing depends on it. Saved openings stay in this browser.
"use strict";
(() => {
  const key = "iljari-saved";
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const write = (saved) => { try { localStorage.setItem(key, JSON.stringify(saved)); } catch { /* full or forbidden: nothing to keep */ } };
  for (const button of document.querySelectorAll("[data-save]")) {
    const { save: id, title, line, saved: done } = button.dataset;
    const label = button.textContent;
    const show = () => {
      const kept = id in read();
      button.textContent = kept ? done : label;
      button.setAttribute("aria-pressed", String(kept));
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const saved = read();
      if (id in saved) delete saved[id]; else saved[id] = { title, line };
      write(saved);
      show();
    });
    show();
  }
  const list = document.querySelector("[data-saved-list]");
  if (list) {
    const saved = Object.entries(read());
    document.querySelector("[data-saved-none]").hidden = saved.length > 0;
    document.querySelector("[data-saved-noscript]").hidden = true;
    for (const [id, { title, line }] of saved) {
      if (!/^[0-9a-f-]{36}$/.test(id)) continue;
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "/openings/" + id;
      link.textContent = title;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "plain";
      remove.textContent = list.dataset.remove;
      remove.setAttribute("aria-label", title + " " + list.dataset.remove);
      remove.addEventListener("click", () => {
        const kept = read();
        delete kept[id];
        write(kept);
        // Whoever works by keyboard goes on at the next one.
        const next = (item.nextElementSibling || item.previousElementSibling)?.querySelector("button");
        item.remove();
        document.querySelector("[data-saved-none]").hidden = list.children.length > 0;
        (next || document.querySelector("main")).focus();
      });
      item.append(link, " ", line || "", " ", remove);
      list.append(item);
    }
  }
  for (const button of document.querySelectorAll("[data-share]")) {
    const { share: url, title, line, copied } = button.dataset;
    const told = document.querySelector("[data-share-told]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        if (navigator.share) return await navigator.share({ title, text: line || title, url });
      } catch (failed) {
        if (failed.name === "AbortError") return;
      }
      // What cannot be handed on is copied, and what cannot be copied is shown.
      try { await navigator.clipboard.writeText(url); told.textContent = copied; } catch { told.textContent = url; }
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // Paper shows everything.
  addEventListener("beforeprint", () => { for (const folded of document.querySelectorAll("details")) folded.open = true; });
  // A field that asks for the cursor is the one in which to mend; else what is wrong is read first.
  if (!document.querySelector("input[autofocus]")) document.querySelector(".errors")?.focus();
})();
