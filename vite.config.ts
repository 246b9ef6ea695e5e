import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2023",
    // The relay's Content Security Policy allows no inline script and no data: address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  server: {
    // As the relay sends them: without them there is no SharedArrayBuffer.
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
});
