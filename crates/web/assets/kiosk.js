// A kiosk's own manners: goes back to its beginning, says how old what it shows is, takes off what was closed. Without it
// the browser itself goes back, and pages are as old as they say.
"use strict";
(() => {
  /** @type {HTMLElement | null} */
  const main = document.querySelector("main[data-kiosk]");
  const age = document.getElementById("kiosk-age");
  const count = document.getElementById("kiosk-count");
  if (!main || !age || !count) return;
  const { here, start, kept, closed } = main.dataset;
  const reset = Number(main.dataset.reset) * 1000;
  /** How often it is asked what is still open, in milliseconds. */
  const ASK = 20_000;
  /** When the end is near enough to be said. */
  const SOON = 20;
  const words = (text, n) => (text || "").replace("%n", String(n));

  let touched = Date.now();
  const touch = () => { touched = Date.now(); };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(kind, touch, { passive: true });
  const shown = count.querySelector("[aria-hidden]"), said = count.querySelector(".kiosk-said");
  count.querySelector("button")?.addEventListener("click", () => { touch(); tick(); });
  let told = false;
  const tick = () => {
    const left = Math.ceil((touched + reset - Date.now()) / 1000);
    if (here === "start") return;
    if (left <= 0) { location.replace(start); return; }
    count.hidden = false;
    count.classList.toggle("soon", left <= SOON);
    if (shown) shown.textContent = words(count.dataset.text, left);
    // Said once, not every second, to whoever listens.
    if (said && told !== (left <= SOON)) { told = left <= SOON; said.textContent = told ? words(count.dataset.soon, SOON) : ""; }
  };
  setInterval(tick, 500);
  tick();

  let seq = null, at = Date.now(), cut = false;
  const say = () => {
    const minutes = Math.floor((Date.now() - at) / 60_000);
    const old = minutes < 1 ? age.dataset.now : minutes < 120 ? words(age.dataset.minutes, minutes) : words(age.dataset.hours, Math.floor(minutes / 60));
    const text = (cut ? age.dataset.cut : age.dataset.fresh) + " " + old;
    if (age.textContent !== text) age.textContent = text;
    age.classList.toggle("cut", cut);
  };
  const gone = (ended) => {
    for (const one of document.querySelectorAll("[data-opening]")) {
      if (!ended.includes(one.dataset.opening) || one.classList.contains("closed")) continue;
      one.classList.add("closed");
      const note = document.createElement("p");
      note.className = "notice";
      note.setAttribute("role", "status");
      note.textContent = closed || "";
      one.prepend(note);
      for (const link of one.querySelectorAll("a")) link.removeAttribute("href");
    }
  };
  const ask = async () => {
    try {
      const shown = [...document.querySelectorAll("[data-opening]")].map((one) => one.dataset.opening);
      const answer = await fetch(kept + "&shown=" + shown.join(","), { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const list = await answer.json();
      cut = answer.headers.has("x-kiosk-cut");
      at = Number(answer.headers.get("x-kiosk-at")) || Date.now();
      // What was kept was asked for another screen.
      if (!cut) gone(list.closed);
      // Nobody is reading the beginning: it shows what there is now.
      if (!cut && here === "start" && seq !== null && seq !== list.seq && Date.now() - touched > ASK) location.replace(start);
      seq = list.seq;
    } catch {
      cut = true;
    }
    say();
  };
  setInterval(ask, ASK);
  setInterval(say, 5_000);
  addEventListener("online", ask);
  addEventListener("offline", ask);
  const ready = navigator.serviceWorker ? navigator.serviceWorker.register("/kiosk/kiosk-sw.js", { scope: "/kiosk/" }).then(() => navigator.serviceWorker.ready) : Promise.resolve();
  // Asked through the worker from the first time on, so that it keeps what it is told.
  ready.catch(() => undefined).then(async () => {
    const worker = navigator.serviceWorker;
    if (worker && !worker.controller) await new Promise((done) => { worker.addEventListener("controllerchange", done, { once: true }); setTimeout(done, 2_000); });
    await ask();
  });
  for (const button of document.querySelectorAll("[data-kiosk-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
