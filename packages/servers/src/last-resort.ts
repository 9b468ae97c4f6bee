/**
 * The last resort, for when the keeper is killed and its command with it, as by `pkill -9 node`: a
 * shell that waits for the keeper's end, then ends what still runs and removes the folder. Where there
 * is no such shell, that kill leaves them.
 *
 * Invariant: the shell knows of each process that the keeper has started until it has ended.
 */
import type { Socket } from "node:net";
import { startOutlivingShell } from "@sync-strategies/command-kit/outliving-shell";

/**
 * First the command has a second, if it still runs. SIGQUIT ends every server, and with it Postgres
 * removes its shared memory; SIGCONT lets one heed it that was stopped.
 */
const SCRIPT = `
pids=
while read -r event pid; do
  case $event in
    started) pids="$pids $pid" ;;
    ended) rest=; for each in $pids; do [ "$each" = "$pid" ] || rest="$rest $each"; done; pids=$rest ;;
  esac
done
children() {
  if [ -d /proc/self ]; then cat /proc/"$1"/task/*/children
  else ps -A -o pid=,ppid= | while read -r pid parent; do [ "$parent" = "$1" ] && echo "$pid"; done; fi
}
tree() { echo "$1"; for child in $(children "$1"); do tree "$child"; done; }
if [ -n "$pids" ]; then
  sleep 1
  all=$(for pid in $pids; do tree "$pid"; done)
  for pid in $pids; do kill -QUIT "$pid"; kill -CONT "$pid"; done
  sleep 1
  for pid in $all; do kill -KILL "$pid"; done
fi
rm -rf -- "$0"
`;

export class LastResort {
  readonly #orders: Socket;

  /** @param folder an absolute path. It may not exist yet. */
  constructor(folder: string) {
    this.#orders = startOutlivingShell(SCRIPT, folder);
  }

  started(pid: number): void {
    this.#orders.write(`started ${pid}\n`);
  }

  ended(pid: number): void {
    this.#orders.write(`ended ${pid}\n`);
  }
}
