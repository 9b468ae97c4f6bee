export const strategy = "not the default export";
