import { SHARE_PATH } from "../../trust/link-paths.ts";

/** Addresses without a dot that are the relay's and no screen of the app. */
const RELAY_PATHS: readonly string[] = ["/v1", "/healthz", "/metrics"];

/** Whether an address is one of the app itself, which shows its screens under any that names no file. */
export function isScreen({ pathname }: URL): boolean {
  if (RELAY_PATHS.includes(pathname) || pathname.startsWith("/.")) return false;
  return !pathname.slice(pathname.lastIndexOf("/")).includes(".");
}

/** Where the app finds what was shared: in the part of the address that goes nowhere. */
export function sharedPath(form: { get(name: string): unknown }): string {
  const parts = ["url", "text", "title"].map((name) => form.get(name));
  const text = parts.filter((part) => typeof part === "string" && part.trim() !== "").join("\n");
  return `${SHARE_PATH}#${encodeURIComponent(text.slice(0, MAX_SHARED))}`;
}

/** Far more than a link with a greeting around it. Characters. */
const MAX_SHARED = 4096;
