export { after } from "./after.ts";
export { Channel, nilChannel, type Received } from "./channel.ts";
export { ChannelClosedError, ChannelTimeoutError } from "./errors.ts";
export {
  receiving,
  select,
  Select,
  sending,
  type Cases,
  type Chosen,
  type ReceiveCase,
  type SelectOptions,
  type SendCase,
} from "./select.ts";
export { TaskGroup, type TaskGroupOptions } from "./task-group.ts";
export { Ticker } from "./ticker.ts";
export type { WaitOptions } from "./cancellation.ts";
