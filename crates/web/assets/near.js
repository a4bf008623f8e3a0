// Openings near a dong: finds the nearest dong without telling anybody where one is, keeps an area on the device when asked
// to, forgets it again, and says how old is what is kept. The pages say without it whatever it is not needed for.
"use strict";
(() => {
  const OURS = "iljari-portal-";
  const AREA = OURS + "area";
  const WORKER = "/sw.js";
  const main = document.querySelector("main");
  const can = "serviceWorker" in navigator && "caches" in window && document.querySelector("[data-worker]");
  /** @param {string} css @returns {HTMLElement | null} */
  const one = (css) => main.querySelector(css);
  /** @param {HTMLElement | null} place @param {string} words */
  const say = (place, words) => { if (place) { place.hidden = false; place.textContent = words; } };

  /**
   * How long ago, in words of the page's language.
   * @param {number} at
   */
  const ago = (at) => {
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
    const minutes = Math.max(1, Math.floor((Date.now() - at) / 60000));
    if (minutes < 60) return words.format(-minutes, "minute");
    return minutes < 48 * 60 ? words.format(-Math.floor(minutes / 60), "hour") : words.format(-Math.floor(minutes / 1440), "day");
  };

  /** The area that is kept. @returns {Promise<{ address: URL, at: number, name: string } | null>} */
  const kept = async () => {
    if (!("caches" in window) || !(await caches.has(AREA))) return null;
    const cache = await caches.open(AREA);
    const [request] = await cache.keys();
    const answer = request && (await cache.match(request));
    if (!answer) return null;
    const name = decodeURIComponent(answer.headers.get("x-area") ?? "");
    return { address: new URL(request.url), at: Number(answer.headers.get("x-kept-at")), name };
  };

  // What is kept on this device, and since when.
  const show = async () => {
    const found = await kept();
    const told = one("[data-kept-told]");
    if (told) {
      told.hidden = !found;
      const link = one("[data-kept-link]");
      if (found) {
        link.textContent = link.dataset.words.replace("{name}", found.name).replace("{age}", ago(found.at));
        link.href = "/near?area=" + encodeURIComponent(found.address.searchParams.get("area"));
      }
    }
    // Whoever kept a dong most likely means it again.
    const picker = one("#area");
    if (picker && found && !picker.value) {
      const again = found.address.searchParams.get("area");
      for (const dong of picker.options) if (dong.value === again) dong.selected = true;
    }
    for (const link of main.querySelectorAll("[data-kept-way]")) link.hidden = !found;
    for (const words of main.querySelectorAll("[data-kept-none]")) words.hidden = Boolean(found);
    // A page that is read from what is kept says how old it is in large words.
    const aged = one("[data-aged]");
    if (aged && found) say(aged, aged.dataset.aged.replace("{age}", ago(found.at)));
  };

  // Another dong was asked for than the one that is kept.
  const asked = new URLSearchParams(location.search).get("area");
  const list = one("[data-area]");
  if (asked && list && list.dataset.area !== asked) one("[data-other-area]").hidden = false;

  // One opening of a kept list, at the opening's own address.
  const opening = /^\/openings\/([0-9a-f-]{36})$/.exec(location.pathname);
  const chosen = opening && document.getElementById("o-" + opening[1]);
  if (chosen) {
    for (const other of main.querySelectorAll("[data-kept]")) if (other !== chosen) other.remove();
    for (const rest of main.querySelectorAll("[data-list-only]")) rest.remove();
    for (const more of main.querySelectorAll("[data-one-only]")) more.hidden = false;
    const title = chosen.querySelector("h2");
    const heading = one("h1");
    heading.textContent = title.textContent;
    if (title.lang) heading.lang = title.lang;
    document.title = title.textContent + " | " + document.title;
    title.remove();
  }

  // The nearest dong, found here: the position is used once and goes nowhere.
  const locate = one("[data-locate]");
  if (locate && "geolocation" in navigator) {
    const told = one("[data-locate-told]");
    locate.hidden = false;
    locate.addEventListener("click", () => {
      say(told, locate.dataset.wait);
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const east = Math.cos(coords.latitude * Math.PI / 180) * 111.32;
        /** @param {HTMLElement} dong */
        const far = (dong) => Math.hypot((dong.dataset.lon / 1e6 - coords.longitude) * east, (dong.dataset.lat / 1e6 - coords.latitude) * 111.13);
        const dongs = [...main.querySelectorAll("option[data-lon]")].sort((a, b) => far(a) - far(b));
        if (dongs.length === 0) return;
        dongs[0].selected = true;
        say(told, locate.dataset.found.replace("{name}", dongs[0].textContent).replace("{km}", far(dongs[0]).toFixed(1)));
        one("#area").focus();
      }, () => say(told, locate.dataset.failed), { maximumAge: 600000, timeout: 15000 });
    });
  }

  const register = async () => {
    await navigator.serviceWorker.register(WORKER, { scope: "/" });
    return navigator.serviceWorker.ready;
  };

  const keep = one("[data-keep]");
  if (keep && can) {
    const told = one("[data-keep-told]");
    keep.hidden = false;
    keep.addEventListener("click", async () => {
      keep.disabled = true;
      say(told, keep.dataset.wait);
      try {
        const { active } = await register();
        const { port1, port2 } = new MessageChannel();
        const done = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
        active.postMessage({ keep: keep.dataset.keep }, [port2]);
        say(told, (await done) ? keep.dataset.done : keep.dataset.failed);
      } catch {
        say(told, keep.dataset.failed);
      }
      keep.disabled = false;
      await show();
    });
  }

  for (const forget of main.querySelectorAll("[data-forget]")) {
    forget.addEventListener("click", async () => {
      for (const name of await caches.keys()) if (name.startsWith(OURS)) await caches.delete(name);
      const registration = await navigator.serviceWorker?.getRegistration("/");
      // The worker of a kiosk is another's.
      if (registration && new URL(registration.scope).pathname === "/") await registration.unregister();
      await show();
      say(one("[data-forget-told]"), forget.dataset.done);
      one("[data-forget-told]")?.focus();
    });
  }

  // The browser says whether it can install; where it does not, the page says in words how to.
  const install = one("[data-install]");
  /** @type {any} */
  let offered = null;
  addEventListener("beforeinstallprompt", (event) => {
    if (!install) return;
    event.preventDefault();
    offered = event;
    install.hidden = false;
    one("[data-install-words]").hidden = true;
  });
  install?.addEventListener("click", () => offered?.prompt());
  // Whoever installs it wants it to open without a network, too.
  addEventListener("appinstalled", () => { if (can) register().catch(() => undefined); });

  show().catch(() => undefined);
})();
