// The worker of a kiosk: keeps the pages that the list of kept pages names, asks only for those whose mark has changed, and
// answers from what it keeps when the network is cut. Public pages only; nothing that anybody typed is kept.
"use strict";

const CACHE = "iljari-kiosk-1";
const MARKS = "/kiosk/marks";
/** Longest that somebody at a kiosk waits for the network, in milliseconds. */
const PATIENCE = 4000;
/** Pages asked for at a time. */
const AT_ONCE = 4;

/**
 * One spelling for each page: without the way back, what was asked a moment ago, and the number of the first page.
 * @param {string} address
 * @returns {string}
 */
const plain = (address) => {
  const url = new URL(address, self.location.origin);
  for (const own of ["back", "asked", "shown"]) url.searchParams.delete(own);
  if (url.searchParams.get("page") === "1") url.searchParams.delete("page");
  return url.pathname + "?" + url.searchParams.toString();
};

/**
 * @param {string} key
 * @param {Response} answer
 * @param {Record<string, string>} [more]
 * @returns {Promise<void>}
 */
const keep = async (key, answer, more = {}) => {
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  const copy = new Response(await answer.blob(), { status: answer.status, headers });
  await (await caches.open(CACHE)).put(key, copy);
};

/**
 * @param {string} key
 * @returns {Promise<Response | undefined>}
 */
const kept = async (key) => (await caches.open(CACHE)).match(key);

/**
 * The network, unless it takes too long.
 * @param {Request | string} request
 * @returns {Promise<Response>}
 */
const network = async (request) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
};

/** @type {Promise<void> | null} */
let filling = null;

/**
 * Brings what is kept up to the list.
 * @param {{ pages: [string, string][], assets: string[] }} list
 * @returns {Promise<void>}
 */
const fill = async (list) => {
  const cache = await caches.open(CACHE);
  const before = await kept(MARKS);
  /** @type {Record<string, string>} */
  const marks = before ? await before.json() : {};
  const wanted = new Map(list.pages.map(([address, mark]) => [plain(address), mark]));
  for (const asset of list.assets) if (!(await cache.match(asset))) await cache.add(asset);
  const fresh = [...wanted].filter(([key, mark]) => marks[key] !== mark);
  const note = () => cache.put(MARKS, new Response(JSON.stringify(marks)));
  while (fresh.length > 0) {
    await Promise.all(fresh.splice(0, AT_ONCE).map(async ([key, mark]) => {
      const answer = await fetch(key);
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (answer.ok) await keep(key, answer); else await cache.delete(key);
      marks[key] = mark;
    }));
    if (fresh.length % 64 < AT_ONCE) await note();
  }
  for (const key of Object.keys(marks).filter((key) => !wanted.has(key))) {
    delete marks[key];
    await cache.delete(key);
  }
  const assets = new Set(list.assets);
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path.startsWith("/assets/") && !path.endsWith(".woff2") && !assets.has(path)) await cache.delete(request);
  }
  await note();
};

/**
 * The list of what is to be kept; an old one says that it is, and from when.
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
const list = async (event) => {
  const key = plain(event.request.url);
  try {
    const answer = await network(event.request);
    if (!answer.ok) throw new Error(String(answer.status));
    await keep(key, answer.clone(), { "x-kiosk-at": String(Date.now()) });
    if (!filling) {
      const told = answer.clone();
      filling = told.json().then(fill).catch(() => undefined).finally(() => { filling = null; });
      event.waitUntil(filling);
    }
    return answer;
  } catch (failed) {
    const old = await kept(key);
    if (!old) throw failed;
    const headers = new Headers(old.headers);
    headers.set("x-kiosk-cut", "1");
    return new Response(await old.blob(), { status: 200, headers });
  }
};

/**
 * A page: from the network, else as it was kept, else the one that says that the network is cut.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
const page = async (request) => {
  try {
    const answer = await network(request);
    if (answer.status < 500) return answer;
  } catch { /* The network is cut. */ }
  const url = new URL(request.url);
  const asked = request.method === "GET" ? await kept(plain(request.url)) : undefined;
  if (asked) return asked;
  // A form has no language in its address; the page it was sent from has.
  const from = new URL(request.referrer || request.url, url.origin);
  const said = new URLSearchParams();
  for (const name of ["lang", "at"]) {
    const value = url.searchParams.get(name) ?? from.searchParams.get(name);
    if (value) said.set(name, value);
  }
  return (await kept("/kiosk/cut?" + said)) ?? (await kept("/kiosk/cut?lang=ko")) ?? Response.error();
};

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
const asset = async (request) => {
  const known = await kept(new URL(request.url).pathname);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await keep(new URL(request.url).pathname, answer.clone());
  return answer;
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.method !== "GET") return;
  else if (url.pathname === "/kiosk/kept.json") event.respondWith(list(event));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
});
