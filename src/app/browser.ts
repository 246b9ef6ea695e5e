/** What kind of browser this is: enough to understand its figures, too little to know it again. */
export interface Browser {
  readonly name: string;
  /** The first number only. */
  readonly version: string;
  readonly system: string;
}

/** More particular ones first: most call themselves Chrome and Safari as well. */
const browsers: readonly (readonly [string, RegExp])[] = [
  ["Edge", /\bEdgA?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /\b(?:Chrome|HeadlessChrome|CriOS)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+)[.\d]* .*Safari\//],
];

const systems: readonly (readonly [string, RegExp])[] = [
  ["Android", /\bAndroid\b/],
  ["iOS", /\b(?:iPhone|iPad)\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMacintosh\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
];

/** Reads a user agent string, and keeps nothing of it but names of this list and one number. */
export function browserOf(userAgent: string): Browser {
  for (const [name, pattern] of browsers) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return { name, version: version.slice(0, 4), system: systemOf(userAgent) };
  }
  return { name: "other", version: "", system: systemOf(userAgent) };
}

function systemOf(userAgent: string): string {
  return systems.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? "other";
}
