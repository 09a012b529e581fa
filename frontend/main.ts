import { beacon } from "../src/inkstead/web/scripts/beacon.js";
import { announce } from "./behaviours/announce.ts";
import { confirm } from "./behaviours/confirm.ts";
import { contents } from "./behaviours/contents.ts";
import { continueReading } from "./behaviours/continue.ts";
import { keys } from "./behaviours/keys.ts";
import { margin } from "./behaviours/margin.ts";
import { place } from "./behaviours/place.ts";
import { readingControls } from "./behaviours/reading-controls.ts";
import { withinReach } from "./behaviours/within-reach.ts";
import { startBehaviours } from "./lib/behaviours.ts";

startBehaviours({
  announce,
  beacon,
  confirm,
  contents,
  continue: continueReading,
  keys,
  margin,
  place,
  "reading-controls": readingControls,
  "within-reach": withinReach,
});
