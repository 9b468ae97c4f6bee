/** The broken stores as threads load them: a module whose default export is strategies. */
export { brokenSharedStores as default } from "./broken-stores/index.ts";
