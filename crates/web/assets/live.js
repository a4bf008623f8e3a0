// Live mode by keyboard: presses the links that are there; without it they are pressed by hand.
"use strict";
(() => {
  const press = (css) => { const found = document.querySelector(css); if (found) found.click(); return Boolean(found); };
  let digits = "", since = 0;
  addEventListener("keydown", (event) => {
    // Whoever types into a form is left alone, and so is every shortcut of the browser.
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = event.target.closest?.("input, select, textarea");
    if (typing) { if (event.key === "Escape") typing.blur(); return; }
    // A link or button under the focus keeps its own keys.
    const held = event.target.closest?.("a, button, summary");
    let done = false;
    if (event.key === "ArrowRight" || event.key === "PageDown" || (event.key === " " && !held)) done = press("a[rel=next]");
    else if (event.key === "ArrowLeft" || event.key === "PageUp") done = press("a[rel=prev]");
    else if (event.key === "Home") done = press("a[data-slide='0']");
    else if (event.key === "End") done = press("nav.slides li:last-child a");
    else if (/^[0-9]$/.test(event.key)) {
      // Two digits pressed in one go are one number, when there is such a slide.
      const now = event.timeStamp;
      digits = now - since < 700 ? digits + event.key : event.key;
      since = now;
      done = press(`a[data-slide='${Number(digits)}']`) || press(`a[data-slide='${event.key}']`);
    } else if (event.key.length === 1 || event.key === "Escape") {
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
      if (found) {
        found.click();
        found.closest("details[open]")?.querySelector("[name=title], [name=owner]")?.focus();
        done = true;
      }
    }
    if (done) event.preventDefault();
  });
})();
