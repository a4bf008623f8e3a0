// Served in place of the worker of the portal when it is switched off: takes everything away, itself too.
"use strict";

addEventListener("install", () => self.skipWaiting());

addEventListener("activate", (event) => {
  const leave = async () => {
    const ours = (await caches.keys()).filter((name) => name.startsWith("iljari-portal-"));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await self.registration.unregister();
  };
  event.waitUntil(leave());
});
