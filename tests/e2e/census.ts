import type { Page } from "@playwright/test";

/** What a page has opened and not closed. */
export interface Census {
  readonly audioContexts: number;
  readonly tracks: number;
  readonly workers: number;
}

declare global {
  var opened: { readonly contexts: AudioContext[]; readonly tracks: MediaStreamTrack[] };
}

/** Runs in a page before its own scripts: remembers what it opens. */
export function installCensus(): void {
  const contexts: AudioContext[] = [];
  const tracks: MediaStreamTrack[] = [];
  globalThis.opened = { contexts, tracks };
  globalThis.AudioContext = new Proxy(AudioContext, {
    construct(target, args) {
      const context: AudioContext = Reflect.construct(target, args);
      contexts.push(context);
      return context;
    },
  });
  const media = navigator.mediaDevices;
  const getUserMedia = media?.getUserMedia.bind(media);
  if (media === undefined || getUserMedia === undefined) return;
  media.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
}

export async function takeCensus(page: Page): Promise<Census> {
  const inPage = await page.evaluate(() => ({
    audioContexts: opened.contexts.filter(({ state }) => state !== "closed").length,
    tracks: opened.tracks.filter(({ readyState }) => readyState === "live").length,
  }));
  return { ...inPage, workers: page.workers().length };
}
