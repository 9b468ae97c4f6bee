/** The part of js-csp that its adapter uses; the package brings no types. */
declare module "js-csp" {
  export interface Channel<_Value> {
    close(): void;
  }
  export function chan<Value>(): Channel<Value>;
  /** Starts a process, which yields what it waits for. */
  export function go(body: () => Generator<unknown, void, unknown>): void;
  /** To be yielded: resolves to `{ value }`, the value `null` if the channel is closed. */
  export function alts<Value>(channels: readonly Channel<Value>[]): unknown;
  /** To be yielded: resolves to the value. */
  export function take<Value>(channel: Channel<Value>): unknown;
  export function putAsync<Value>(
    channel: Channel<Value>,
    value: Value,
    callback?: () => void,
  ): void;
  export function takeAsync<Value>(
    channel: Channel<Value>,
    callback: (value: Value | null) => void,
  ): void;
}
