// Only for parts that have a scene in another telling, and for the page that lists them.
import { askLater } from "./behaviours/ask-later.ts";
import { telling } from "./behaviours/telling.ts";
import { startBehaviours } from "./lib/behaviours.ts";

startBehaviours({ "ask-later": askLater, telling });
