// Small behaviours of the writing pages. Each page works without them.
import { beside } from "./behaviours/beside.ts";
import { chooseAll } from "./behaviours/choose-all.ts";
import { copy } from "./behaviours/copy.ts";
import { coverDrop } from "./behaviours/cover-drop.ts";
import { forgetPlaces } from "./behaviours/forget-places.ts";
import { guessZone } from "./behaviours/guess-zone.ts";
import { partOrder } from "./behaviours/part-order.ts";
import { push } from "./behaviours/push.ts";
import { queueOrder } from "./behaviours/queue-order.ts";
import { tagSuggest } from "./behaviours/tag-suggest.ts";
import { startBehaviours } from "./lib/behaviours.ts";

startBehaviours({
  beside,
  "choose-all": chooseAll,
  copy,
  "cover-drop": coverDrop,
  "forget-places": forgetPlaces,
  "guess-zone": guessZone,
  "part-order": partOrder,
  push,
  "queue-order": queueOrder,
  "tag-suggest": tagSuggest,
});
