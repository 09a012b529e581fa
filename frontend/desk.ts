// Small behaviours of the writing pages. Each page works without them.
import { beside } from "./behaviours/beside.ts";
import { copy } from "./behaviours/copy.ts";
import { coverDrop } from "./behaviours/cover-drop.ts";
import { guessZone } from "./behaviours/guess-zone.ts";
import { queueOrder } from "./behaviours/queue-order.ts";
import { startBehaviours } from "./lib/behaviours.ts";

startBehaviours({ beside, copy, "cover-drop": coverDrop, "guess-zone": guessZone, "queue-order": queueOrder });
