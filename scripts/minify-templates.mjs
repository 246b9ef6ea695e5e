// The markup and styles of components are texts to a minifier of scripts. In a build, this takes out of them what only people
// read: comments and line breaks with their indentation. What is shown stays the same.

/**
 * @typedef {{ start: number, end: number, value: { raw: string } }} Quasi
 * @typedef {{ type: string, [key: string]: unknown }} Node
 */

/** @returns {import("vite").Plugin} */
export function minifyTemplates() {
  return {
    name: "minify-templates",
    apply: "build",
    enforce: "post",
    transform: {
      filter: { id: /\/src\/components\/.*\.ts$/ },
      handler(code) {
        const edits = templatesIn(/** @type {Node} */ (/** @type {unknown} */ (this.parse(code))));
        return { code: applied(code, edits), map: null };
      },
    },
  };
}

/** Of the icons' markup what is in the frame, which is the same for all: `iconMarkup` draws it. @returns {import("vite").Plugin} */
export function minifyIcons() {
  return {
    name: "minify-icons",
    apply: "build",
    enforce: "post",
    transform: {
      filter: { id: /\/lucide-static\/icons\/.*\.svg\?raw$/ },
      handler: (code) => ({ code: code.replace(/"(.*)"/s, (_, svg) => `"${smallerIcon(svg)}"`), map: null }),
    },
  };
}

/** @param {string} css part of a style sheet, as it stands in the source of a script */
export function smallerCss(css) {
  return css
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};]) ?/g, "$1")
    .replace(/;}/g, "}")
    .replace(/([:,]) /g, "$1")
    .replace(/ > /g, ">")
    .replace(/(?<![\w.])0\./g, ".");
}

/** White space shows as one space, or not at all, as at the end of a tag. @param {string} html likewise */
export function smallerHtml(html) {
  return html.replace(/\s+/g, " ").replaceAll(" >", ">");
}

/** @param {string} svg as in a JavaScript string */
export function smallerIcon(svg) {
  return svg
    .replace(/<!--.*?-->/gs, "")
    .replace(/\\n/g, " ")
    .replace(/<\/?svg[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?(\/?>) ?/g, "$1")
    .replace(/-?\d*\.\d+/g, rounded)
    .trim();
}

/**
 * Of 24 units, which are twenty pixels on the screen, nobody sees more than tenths. What is less is a dot: a line of almost no length.
 * @param {string} number
 * @param {number} at
 * @param {string} path
 */
function rounded(number, at, path) {
  const tenths = Number(number).toFixed(1).replace(/\.0$/, "");
  const near = (/^-?0$/.test(tenths) ? number : tenths).replace(/^(-?)0\./, "$1.");
  if (near.includes(".")) return near;
  // A point keeps two numbers apart: one that has lost its own needs a space in its place.
  return `${number.startsWith(".") ? " " : ""}${near}${path[at + number.length] === "." ? " " : ""}`;
}

/** @typedef {{ start: number, end: number, text: string }} Edit */

/**
 * @param {Node} tree
 * @returns {Edit[]} in the order of the source
 */
function templatesIn(tree) {
  /** @type {Edit[]} */
  const edits = [];
  /** @param {unknown} node */
  const visit = (node) => {
    if (typeof node !== "object" || node === null) return;
    if ("type" in node && node.type === "TaggedTemplateExpression")
      edits.push(...editsOf(/** @type {never} */ (node)));
    for (const part of Object.values(node)) visit(part);
  };
  visit(tree);
  return edits.sort((a, b) => a.start - b.start);
}

/** @param {{ tag: { name?: string }, quasi: { quasis: Quasi[] } }} template */
function editsOf({ tag, quasi }) {
  const smaller =
    tag.name === "css" ? smallerCss : tag.name === "html" || tag.name === "svg" ? smallerHtml : undefined;
  if (smaller === undefined) return [];
  return quasi.quasis.map(({ start, end, value }) => ({ start, end, text: smaller(value.raw) }));
}

/**
 * @param {string} code
 * @param {readonly Edit[]} edits
 */
function applied(code, edits) {
  let result = "";
  let at = 0;
  for (const { start, end, text } of edits) {
    result += code.slice(at, start) + text;
    at = end;
  }
  return result + code.slice(at);
}
