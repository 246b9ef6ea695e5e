// Around each `import()` of a build, Vite puts what fetches the piece's style sheets and scripts beforehand. Here no piece has any
// that is not there: the one style sheet is in index.html, and scripts are preloaded by nobody (`modulePreload`).

const HELPER = "\0vite/preload-helper.js";

/** @returns {import("vite").Plugin} */
export function plainImports() {
  return {
    name: "plain-imports",
    apply: "build",
    enforce: "pre",
    load: {
      filter: { id: new RegExp(`^${HELPER}$`) },
      handler: () => "export const __vitePreload = (load) => load();",
    },
  };
}
