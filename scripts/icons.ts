// Draws the app's icons from public/icon.svg and its shortcuts' from the icons of the app: `npm run icons`.
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { chromiumFlags, findChromium } from "./browser.mjs";
import { root } from "./process.mjs";

const folder = join(root, "public/icons");
const lucide = join(root, "node_modules/lucide-static/icons");

const icon = await readFile(join(root, "public/icon.svg"), "utf8");
/** What the system cuts to a shape of its own: no corners of ours, and the picture well inside. */
const uncut = icon.replace(/ rx="\d+"/, "");
const figures = icon.slice(icon.indexOf("<g"), icon.indexOf("</svg>"));

const drawings: Readonly<Record<string, { readonly svg: string; readonly size: number }>> = {
  // Of the tab. To draw an SVG for it blocks a phone while the page begins.
  "any-48": { svg: icon, size: 48 },
  "any-192": { svg: icon, size: 192 },
  "any-512": { svg: icon, size: 512 },
  "apple-180": { svg: uncut, size: 180 },
  "maskable-192": { svg: inside(uncut), size: 192 },
  "maskable-512": { svg: inside(uncut), size: 512 },
  "monochrome-192": {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="6 6 36 36">${figures}</svg>`,
    size: 192,
  },
  "start-96": { svg: shortcut(await readFile(join(lucide, "video.svg"), "utf8")), size: 96 },
  "pair-96": { svg: shortcut(await readFile(join(lucide, "monitor-smartphone.svg"), "utf8")), size: 96 },
};

await mkdir(folder, { recursive: true });
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [...chromiumFlags],
});
try {
  for (const [name, { svg, size }] of Object.entries(drawings)) await draw(browser, name, svg, size);
} finally {
  await browser.close();
}

async function draw(by: Browser, name: string, svg: string, size: number): Promise<void> {
  const page = await by.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>* { margin: 0 } svg { display: block; inline-size: 100vw }</style>${svg}`);
  await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true });
  await page.close();
}

/** The middle 80 percent are what a mask surely leaves: the figures stay within them. */
function inside(svg: string): string {
  return svg.replace('translate(9 9) scale(1.25)"', 'translate(11.4 11.4) scale(1.05)"');
}

/** An icon of the app in white on the app's colour. */
function shortcut(svg: string): string {
  const shape = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.indexOf("</svg>"));
  return icon.replace(/(<g[^>]*>)[\s\S]*<\/g>/, `$1${shape}</g>`);
}
