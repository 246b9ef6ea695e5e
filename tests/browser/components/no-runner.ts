/* The test runner wraps what is imported on demand, and its wrapper is not in a frame: to be imported before all else there. */
Object.assign(globalThis, {
  __vitest_browser_runner__: { wrapDynamicImport: (load: () => unknown) => load() },
});
