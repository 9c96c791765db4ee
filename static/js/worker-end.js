/* In the place of worker.js when the site wants no worker any more: takes away what it kept, and itself. */

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const clearing = caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))));
  event.waitUntil(clearing.then(() => self.registration.unregister()));
});
