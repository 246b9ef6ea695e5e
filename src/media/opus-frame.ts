import { samplesIn } from "./sound.ts";

/** Milliseconds by the four sizes that a frame of each way of coding may have (RFC 6716, section 3.1). */
const SPEECH = [10, 20, 40, 60] as const;
const HYBRID = [10, 20, 10, 20] as const;
const MUSIC = [2.5, 5, 10, 20] as const;
const HYBRID_FROM = 12;
const MUSIC_FROM = 16;

/** How many samples an Opus packet is long, by its first bytes. */
export function opusDuration(packet: Uint8Array): number {
  const [head = 0, count = 0] = packet;
  const configuration = head >> 3;
  const durations = configuration < HYBRID_FROM ? SPEECH : configuration < MUSIC_FROM ? HYBRID : MUSIC;
  const frames = [1, 2, 2, count & 63][head & 3] ?? 1;
  return frames * samplesIn(durations[configuration & 3] ?? 0);
}
