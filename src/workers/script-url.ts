/** The part of the Trusted Types API that is used here; TypeScript's libraries do not describe it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/** The one door through which scripts get a URL to be loaded from: those that were built with the app, and no other. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("kith", {
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin !== location.origin)
      throw new TypeError("Not a script of this app");
    return url;
  },
});

/** `url` as the browser wants it for a worker or worklet, trusted types or not. */
export function scriptUrl(url: string): string {
  // The DOM types know plain strings only; where trusted types are enforced, the object is what is accepted.
  return (policy?.createScriptURL(url) ?? url) as string;
}
