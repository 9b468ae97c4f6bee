export type { Ask, ChannelPrimitive, Exclusive, Lock, Primitives } from "./primitives.ts";
