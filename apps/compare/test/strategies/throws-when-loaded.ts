throw new Error("not loadable today");
