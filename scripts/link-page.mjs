// The page for those who come by a link: the same as for Home, but the browser fetches the code of the screens behind Home at
// once, and not only after it has read the first piece. Which file that is, the relay knows (`relay/site.ts`).

const LATER = /\/src\/(?:app|components\/screens)\/later\.ts$/;

/** @returns {import("vite").Plugin} */
export function linkPage() {
  return {
    name: "link-page",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = bundle["index.html"];
      // The build of something else, as tests do it.
      if (page?.type !== "asset") return;
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const later = chunks.filter(({ facadeModuleId }) => LATER.test(facadeModuleId ?? ""));
      if (later.length !== 2) throw new Error(`${later.length} pieces of later code instead of two`);
      const entry = chunks.find(({ isEntry }) => isEntry)?.fileName;
      const files = new Set(later.flatMap(({ fileName, imports }) => [fileName, ...imports]));
      const links = [...files]
        .filter((file) => file !== entry)
        .map((file) => `<link rel="modulepreload" crossorigin fetchpriority="low" href="/${file}" />`);
      const source = String(page.source).replace("</head>", `${links.join("")}</head>`);
      this.emitFile({ type: "asset", fileName: "link.html", source });
    },
  };
}
