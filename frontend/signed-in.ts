import htmx from "htmx.org";
import { say } from "./lib/dom.ts";
import { keepPlace, keptPlaces, sendPlace } from "./lib/places.ts";

// The pages bring their own look, and nothing may be inserted as a style.
htmx.config.includeIndicatorCSS = false;
htmx.config.history = false;

document.addEventListener("htmx:after:request", () => say("Done."));
document.addEventListener("htmx:error", () => say("That did not arrive. What you typed is still here; try again."));

// Places from before signing in go along once; the server keeps whichever is newer.
for (const place of Object.values(keptPlaces())) {
  if (place.sent) continue;
  void sendPlace(place).then((arrived) => {
    if (arrived) keepPlace({ ...place, sent: true });
  });
}
