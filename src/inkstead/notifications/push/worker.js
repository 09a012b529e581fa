// Shows what was pushed and opens what it tells of. It answers no page and keeps none.
self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // said below
  }
  const shown = { body: told.body || "Something is new.", tag: told.tag, data: told.url, icon: "/static/favicon.svg" };
  event.waitUntil(self.registration.showNotification(told.title || "Inkstead", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data || "/me/notices/", self.location.origin);
  event.waitUntil(self.clients.openWindow(url.origin === self.location.origin ? url.href : "/me/notices/"));
});
