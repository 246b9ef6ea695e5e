import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2023",
    // The relay's Content Security Policy allows no inline script and no data: worker.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
});
