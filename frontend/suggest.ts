// Only where something is offered under a field while somebody types: search, and the pages of tag keepers.
import { searchSuggest } from "./behaviours/search-suggest.ts";
import { tagSuggest } from "./behaviours/tag-suggest.ts";
import { startBehaviours } from "./lib/behaviours.ts";

startBehaviours({ "search-suggest": searchSuggest, "tag-suggest": tagSuggest });
