import { speakOfAll } from "./strings.ts";

let loading: Promise<void> | undefined;

/** Whether every screen can be shown, and not just the first. */
export let isComplete = false;

/** Fetches the code and the words of every screen but the first. Rejects where they are not to be had. */
export function complete(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  try {
    await Promise.all([import("./screens/later.ts"), speakOfAll()]);
    isComplete = true;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}
