/** What is used here of a library that comes without types. */
declare module "fs-native-extensions" {
  /** Takes an exclusive lock, and returns whether it was free. A length of 0 reaches to the end. */
  export function tryLock(fd: number, offset: number, length: number): boolean;
  /** Resolves when the lock is held. A separate thread waits for it, and cannot be called off. */
  export function waitForLock(fd: number, offset: number, length: number): Promise<void>;
  export function unlock(fd: number, offset: number, length: number): void;
}
