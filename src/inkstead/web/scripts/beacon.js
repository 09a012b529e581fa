/**
 * Tells the server that a part was read: once it was scrolled by a real amount or stayed open ten seconds in view, and once
 * more on leaving, so that "how far" is right. Never before, and never for a page that nobody looks at. It tells how far
 * the reader came, to which block, in how many seconds, and which site they came from.
 *
 * This and theme.js are plain scripts because an installation without Node needs them too.
 * @param {HTMLElement} part
 * @returns {() => void}
 */
export function beacon(part) {
  const address = `/api/v1/parts/${part.dataset.part}/reads`;
  const prose = part.querySelector(".prose");
  const startedAt = window.scrollY;
  let seconds = 0;
  let reached = 0;
  let counted = false;
  let told = -1;

  const look = () => {
    if (!prose) return;
    const box = prose.getBoundingClientRect();
    const seen = (window.innerHeight - box.top) / Math.max(box.height, 1);
    reached = Math.max(reached, Math.min(1, Math.max(0, seen)));
  };
  // The last block that came into view, found only when it is told: a long part has thousands.
  const block = () => {
    const box = prose.getBoundingClientRect();
    let last = "";
    for (const one of prose.children) {
      if (one.getBoundingClientRect().top - box.top > reached * box.height) break;
      last = one.id || last;
    }
    return last;
  };
  // Another site's host, or what kind of page of this one it was: never more.
  const source = () => {
    const before = document.referrer && new URL(document.referrer);
    return before && (before.host === location.host ? "/" + before.pathname.split("/")[1] : before.host);
  };
  const tell = () => {
    if (!counted || told === reached) return;
    told = reached;
    const far = Math.round(reached * 1000) / 1000;
    const body = JSON.stringify({ reached: far, seconds, block: prose ? block() : "", source: source() });
    fetch(address, { method: "POST", body, headers: { "Content-Type": "application/json" }, keepalive: true }).catch(() => {});
  };
  const count = () => {
    if (counted) return;
    counted = true;
    look();
    tell();
  };
  const scrolled = () => {
    if (Math.abs(window.scrollY - startedAt) > Math.min(200, window.innerHeight / 4)) count();
    if (counted) look();
  };
  const tick = () => {
    if (document.visibilityState !== "visible") return;
    seconds += 1;
    if (seconds === 10) count();
  };
  const leaving = () => {
    if (document.visibilityState === "hidden") tell();
  };

  const clock = setInterval(tick, 1000);
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", leaving);
  return () => {
    clearInterval(clock);
    removeEventListener("scroll", scrolled);
    removeEventListener("pagehide", tell);
    document.removeEventListener("visibilitychange", leaving);
  };
}
