/** Its last line is reached, and nothing keeps it alive. */
await Promise.resolve();
