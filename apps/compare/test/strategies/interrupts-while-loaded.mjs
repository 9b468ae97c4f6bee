/** Presses Ctrl-C, as it were, while it is loaded, and then never ends. */
process.kill(process.ppid, "SIGINT");
await new Promise(() => {});
