/** A process that uses a register of its parent's, and sends what it recorded. */
import { HistoryRecorder, monotonicClock } from "@sync-strategies/linearizability";

/** The parent's orders; `answer` is the register's. */
export type Order =
  | { readonly order: "read" }
  | { readonly order: "write"; readonly value: number }
  | { readonly order: "answer"; readonly value: number }
  | { readonly order: "report" };

const client = Number(process.argv[2]);
const recorder = new HistoryRecorder(1000, monotonicClock());
let answered = (_value: number): void => {};

process.on("message", (order: Order) => {
  switch (order.order) {
    case "read": {
      const reading = recorder.callRead(client, 0);
      answered = (value) => recorder.returnRead(reading, value);
      process.send!({ ask: "read" });
      break;
    }
    case "write": {
      const writing = recorder.callWrite(client, 0, order.value);
      answered = () => recorder.returnWrite(writing);
      process.send!({ ask: "write", value: order.value });
      break;
    }
    case "answer":
      answered(order.value);
      process.send!({ ask: "nothing" });
      break;
    case "report":
      process.send!({ report: recorder.memberHistory() }, () => process.disconnect());
  }
});
