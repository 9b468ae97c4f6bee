/** The parts of a state with an owner that lives elsewhere, and is asked over another kind of port. */
export { OwnedState } from "./owned-state.ts";
export { OwnerStore } from "./owner-store.ts";
export type { Port } from "./port.ts";
export { PortLine } from "./port-line.ts";
export { servePort } from "./serve-port.ts";
