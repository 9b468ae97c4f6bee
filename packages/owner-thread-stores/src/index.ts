export { portOwner, portOwnerPlain, ringOwner } from "./strategy.ts";
