// The worker of the portal. It keeps what somebody asked it to keep: one area's openings, the telephone numbers of the
// counters, and the look of the pages; and answers from that when the site cannot be reached. What is kept is asked for
// without cookies, and only taken if the server marks it as everybody's, so that no page of a person can ever be among it.
"use strict";

/**
 * Put before this file by the server: what belongs to this version, and the places that are none of ours.
 * @type {{ version: string, assets: string[], pages: string[], alone: string[] }}
 */
const { version, assets, pages, alone } = self.SITE;

const OURS = "iljari-portal-";
const SHELL = OURS + version;
/** Outlives a version: one entry, whose address says which area and language. */
const AREA = OURS + "area";
/** Longest that somebody waits for the network where something kept would do, in milliseconds. */
const PATIENCE = 6000;
/** What is kept is asked for anew when it is older, in milliseconds. */
const STALE = 15 * 60 * 1000;

/** @param {string} path */
const isAlone = (path) => alone.some((place) => path === place || path.startsWith(place + "/"));

/**
 * What everybody gets at an address, ready to be kept; nothing when there is no such thing any more.
 * @param {string} address
 * @returns {Promise<Response | null>}
 */
const everybodys = async (address) => {
  const answer = await fetch(address, { credentials: "omit", cache: "no-store", redirect: "error" });
  if ([404, 410, 422].includes(answer.status)) return null;
  if (!answer.ok || answer.headers.get("x-offline") !== "public") throw new Error(String(answer.status));
  const headers = new Headers(answer.headers);
  // The body that is kept is the one that was unpacked.
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  headers.set("x-kept-at", String(Date.now()));
  return new Response(await answer.blob(), { status: 200, headers });
};

/**
 * The area that is kept, if any.
 * @returns {Promise<{ address: string, answer: Response } | null>}
 */
const area = async () => {
  // Asking whether it is there must not make it.
  if (!(await caches.has(AREA))) return null;
  const cache = await caches.open(AREA);
  const [request] = await cache.keys();
  const answer = request && (await cache.match(request));
  return answer ? { address: request.url, answer } : null;
};

/**
 * Keeps an area in place of the one before.
 * @param {string} address
 */
const keep = async (address) => {
  const answer = await everybodys(address);
  if (!answer) {
    // Whole, so that nothing stands again that was taken away meanwhile.
    await caches.delete(AREA);
    throw new Error("no such area");
  }
  const cache = await caches.open(AREA);
  await cache.put(address, answer);
  for (const request of await cache.keys()) if (request.url !== address) await cache.delete(request);
};

/** @param {boolean} now */
const refresh = async (now) => {
  const kept = await area();
  if (!kept) return;
  const age = Date.now() - Number(kept.answer.headers.get("x-kept-at"));
  // A clock that was put back must not keep what is old for ever.
  if (now || age > STALE || age < 0) await keep(kept.address);
};

/**
 * What is kept for a page: the area for its list and for each of its openings.
 * @param {URL} url
 * @returns {Promise<Response | undefined>}
 */
const kept = async (url) => {
  const opening = /^\/openings\/([0-9a-f-]{36})$/.exec(url.pathname);
  if (url.pathname !== "/near" && !opening) return undefined;
  const found = await area();
  if (!found) return undefined;
  if (!opening) return found.answer;
  const text = await found.answer.clone().text();
  return text.includes(`data-kept="${opening[1]}"`) ? found.answer : undefined;
};

/**
 * The page that says that the site cannot be reached, in the language that was asked for or that the area is kept in.
 * @param {URL} url
 * @returns {Promise<Response>}
 */
const unreachable = async (url) => {
  const found = await area();
  const of = url.searchParams.get("lang") ?? (found && new URL(found.address).searchParams.get("lang"));
  const page = pages.find((address) => address.endsWith("lang=" + of)) ?? pages[0];
  return (await (await caches.open(SHELL)).match(page)) ?? Response.error();
};

/** @returns {Promise<never>} */
const tooLate = () => new Promise((_, reject) => setTimeout(() => reject(new Error("too late")), PATIENCE));

/**
 * A page: from the server, untouched and never kept; else what is kept for it; else that it cannot be reached.
 * @param {FetchEvent} event
 * @param {URL} url
 * @returns {Promise<Response>}
 */
const page = async (event, url) => {
  const known = await kept(url);
  try {
    const asked = fetch(event.request);
    // Late answers are no failures that anybody has to hear of.
    asked.catch(() => undefined);
    const answer = await (known ? Promise.race([asked, tooLate()]) : asked);
    // A proxy says these when the server behind it does not answer.
    if (answer.status !== 502 && answer.status !== 504) {
      event.waitUntil(refresh(url.pathname === "/near").catch(() => undefined));
      return answer;
    }
  } catch { /* It cannot be reached. */ }
  return known ?? unreachable(url);
};

/**
 * A part of the look.
 * @param {Request} request
 * @param {URL} url
 * @returns {Promise<Response>}
 */
const asset = async (request, url) => {
  const cache = await caches.open(SHELL);
  const known = await cache.match(url.pathname);
  if (known) return known;
  try {
    return await fetch(request);
  } catch (failed) {
    // What was kept before a release asks for the look of then; the one of now will do.
    const name = url.pathname.slice(url.pathname.lastIndexOf("/"));
    const alike = assets.find((address) => address.endsWith(name));
    const found = alike && (await cache.match(alike));
    if (!found) throw failed;
    return found;
  }
};

addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(assets.map((address) => new Request(address, { credentials: "omit" })));
    for (const address of pages) {
      const answer = await everybodys(address);
      if (!answer) throw new Error(address);
      await cache.put(address, answer);
    }
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

addEventListener("activate", (event) => {
  const settle = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== SHELL && name !== AREA);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
    await refresh(true).catch(() => undefined);
  };
  event.waitUntil(settle());
});

addEventListener("message", (event) => {
  const [port] = event.ports;
  const address = new URL(event.data.keep, self.location.origin);
  const told = address.origin === self.location.origin && address.pathname === "/offline/area"
    ? keep(address.href)
    : Promise.reject(new Error("no area"));
  event.waitUntil(told.then(() => port.postMessage(true), () => port.postMessage(false)));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || isAlone(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request, url));
});
