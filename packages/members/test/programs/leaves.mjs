/** It lets go of its coordinator, but would go on. */
process.disconnect();
setInterval(() => {}, 1000);
