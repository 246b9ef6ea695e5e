import { defineConfig } from "vite";
import { linkPage } from "./scripts/link-page.mjs";
import { minifyIcons, minifyTemplates } from "./scripts/minify-templates.mjs";
import { plainImports } from "./scripts/plain-imports.mjs";
import { wordsAsData } from "./scripts/words-as-data.mjs";

/** As the relay sends them: without them a page has no SharedArrayBuffer. */
export const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** What bundlers tell each other stays behind: nothing reads the built scripts but browsers. */
const output = { comments: { annotation: false } };
/** Reading a property or a global does nothing here, so that what is only read is left out. */
const treeshake = { propertyReadSideEffects: false, unknownGlobalSideEffects: false } as const;

export default defineConfig({
  plugins: [plainImports(), minifyTemplates(), minifyIcons(), wordsAsData(), linkPage()],
  build: {
    target: "es2023",
    // The relay's Content Security Policy allows no inline script and no data: address.
    // What comes later is one piece, and needs nothing fetched beside it.
    modulePreload: false,
    license: { fileName: "licenses.txt" },
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: { output, treeshake, checks: { pluginTimings: false } },
  },
  worker: { format: "es", rolldownOptions: { output, treeshake } },
  server: { headers: isolation },
});
