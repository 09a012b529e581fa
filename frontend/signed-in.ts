import htmx from "htmx.org";
import { askBeforeSigningOut } from "./editor/saving/leaving.ts";
import { landing } from "./lib/landing.ts";
import { say } from "./lib/dom.ts";
import { keepPlace, keptPlaces, sendPlace } from "./lib/places.ts";

// The pages bring their own look, and nothing may be inserted as a style: the settle delay would copy style attributes.
htmx.config.includeIndicatorCSS = false;
htmx.config.defaultSettleDelay = 0;
htmx.config.history = false;

landing();
askBeforeSigningOut();
for (const failed of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(failed, () => say("That did not arrive. What you typed is still here; try again."));
}

// Places from before signing in go along once; the server keeps whichever is newer.
for (const place of Object.values(keptPlaces())) {
  if (place.sent) continue;
  void sendPlace(place).then((arrived) => {
    if (arrived) keepPlace({ ...place, sent: true });
  });
}
