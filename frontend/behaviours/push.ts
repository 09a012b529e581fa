import { csrfToken } from "../lib/account.ts";
import { say } from "../lib/dom.ts";

/** The button that lets this browser be told; `data-key` is the site's public key. Hidden where that is not possible. */
export function push(button: HTMLElement): void | (() => void) {
  const line = document.getElementById(button.dataset.says ?? "");
  const tell = (text: string) => {
    if (line) line.textContent = text;
    say(text);
  };
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    button.hidden = true;
    return tell("This browser cannot be told, or only on a site with https.");
  }
  const act = async () => {
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        return tell("Your browser does not allow it. Its own settings for this site can change that.");
      }
      const worker = await navigator.serviceWorker.register("/me/notices/worker.js", { scope: "/me/notices/" });
      const key = button.dataset.key ?? "";
      const asked = { userVisibleOnly: true, applicationServerKey: key };
      const subscription = (await worker.pushManager.getSubscription()) ?? (await worker.pushManager.subscribe(asked));
      const { endpoint = "", keys = {} } = subscription.toJSON();
      const body = new URLSearchParams({ endpoint, p256dh: keys.p256dh ?? "", auth: keys.auth ?? "", label: nameOf() });
      const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() ?? "" };
      const answer = await fetch("/me/notices/push/", { method: "POST", body, headers });
      if (!answer.ok) throw new Error();
      tell("This browser is told from now on.");
    } catch {
      tell("That did not work. Nothing was changed; try again later.");
    }
  };
  button.addEventListener("click", act);
  return () => button.removeEventListener("click", act);
}

function nameOf(): string {
  const agent = navigator.userAgent;
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(agent)?.[0] ?? "Browser";
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? "";
  return system ? `${browser} on ${system}` : browser;
}
