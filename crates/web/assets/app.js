// Makes pages quicker; nothing depends on it. Saved openings stay in this browser.
"use strict";
(() => {
  const key = "iljari-saved";
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const write = (saved) => { try { localStorage.setItem(key, JSON.stringify(saved)); } catch { /* full or forbidden: nothing to keep */ } };
  for (const button of document.querySelectorAll("[data-save]")) {
    const { save: id, title, saved: done } = button.dataset;
    const label = button.textContent;
    const show = () => {
      const kept = id in read();
      button.textContent = kept ? done : label;
      button.setAttribute("aria-pressed", String(kept));
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const saved = read();
      if (id in saved) delete saved[id]; else saved[id] = title;
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
    for (const [id, title] of saved) {
      if (!/^[0-9a-f-]{36}$/.test(id)) continue;
      const link = document.createElement("a");
      link.href = "/openings/" + id;
      link.textContent = title;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  document.querySelector(".errors")?.focus();
})();
