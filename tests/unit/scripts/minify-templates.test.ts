import { build } from "vite";
import { expect, test } from "vitest";
import { smallerCss, smallerHtml, smallerIcon } from "../../../scripts/minify-templates.mjs";

test("styles lose comments, indentation and last semicolons, and nothing that means something", () => {
  const css = `
  /* Why. */
  :host([hidden]) > p :focus {
    inset: calc(100% - 2 * var(--unit)) auto;
    transition: color 0.5s, inset 10.5s;
  }

  @media (min-width: 10rem) and (max-width: 20rem) {
    a {
      content: "x";
    }
  }
`;
  expect(smallerCss(css).trim()).toBe(
    ":host([hidden])>p :focus{inset:calc(100% - 2 * var(--unit)) auto;transition:color .5s,inset 10.5s}" +
      '@media (min-width:10rem) and (max-width:20rem){a{content:"x"}}',
  );
});

test("markup keeps one space wherever there was some that may show", () => {
  expect(smallerHtml(`<p\n  class="a"\n>\n  One <b>two</b>\n  three</p>`)).toBe(
    '<p class="a"> One <b>two</b> three</p>',
  );
});

test("icons lose their frame and what nobody sees of their numbers; no two become one", () => {
  const svg = `<!-- why -->\\n<svg\\n  width="24"\\n>\\n  <path d="M3.714 0.048a.498.996.5 1.96.5-.02 12h.01" />\\n</svg>`;
  expect(smallerIcon(svg)).toBe('<path d="M3.7 0.048a.5 1 .5 2 .5-.02 12h.01"/>'.replace("0.048", ".048"));
});

test("every template of the components is found, and no other", async () => {
  const { output } = (await build({
    configFile: "vite.config.ts",
    logLevel: "silent",
    build: {
      write: false,
      minify: false,
      lib: { entry: "src/components/screens/message.ts", formats: ["es"] },
      rolldownOptions: { external: ["lit"] },
    },
  }).then((result) => [result].flat()[0])) as { output: [{ code: string }] };
  expect(output[0].code).toContain(":host{display:grid;align-content:center}");
  expect(output[0].code).toContain("html`<main> <div class=");
});
