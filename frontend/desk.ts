import { guessZone } from "./behaviours/guess-zone.ts";
import { queueOrder } from "./behaviours/queue-order.ts";
import { startBehaviours } from "./lib/behaviours.ts";

startBehaviours({ "guess-zone": guessZone, "queue-order": queueOrder });
