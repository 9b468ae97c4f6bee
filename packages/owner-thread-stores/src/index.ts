export { OwnedState, type Asker } from "./owned-state.ts";
export { OwnerStore } from "./owner-store.ts";
export { PortLine } from "./port-line.ts";
export { PortState } from "./port-state.ts";
export { Ask, type Line, type LineListener } from "./requests.ts";
