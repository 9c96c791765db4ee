/* The worker behind the site: when there is no network it has one page that says so. The site's /sw.js runs it and
   names in `self.shelf` what may be kept. Nothing else ever is: no page of a member, and no answer that is not to be
   stored. */

const { name, page, files } = self.shelf;

async function keep(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  const isOurs = answer.ok && !answer.redirected && !answer.headers.get("Cache-Control")?.includes("no-store");
  if (!isOurs) throw new Error(`${address} is not to be kept`);
  await (await caches.open(name)).put(address, answer);
}

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((one) => one !== name).map((one) => caches.delete(one)));
}

async function kept(address) {
  const shelf = await caches.open(name);
  return (await shelf.match(address, { ignoreVary: true })) ?? Response.error();
}

async function visit(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return kept(page);
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([page, ...files].map(keep)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const preload = self.registration.navigationPreload?.enable();
  event.waitUntil(Promise.all([preload, clear()]).then(() => self.clients.claim()));
});

/* A form that could not be sent is the browser's to send again: only reading is answered here. */
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(visit(event));
    return;
  }
  const { origin, pathname } = new URL(request.url);
  if (origin === location.origin && files.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => kept(pathname)));
  }
});
