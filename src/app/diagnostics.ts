import { browserOf } from "./browser.ts";
import type { CallState } from "./call-state.ts";
import type { StatisticsState } from "./statistics.ts";
import type { PeerSample, PictureSample, Sample, SendingSample } from "./statistics-sample.ts";

/** What a diagnostics file is made of. */
export interface DiagnosticsSource {
  readonly statistics: StatisticsState;
  readonly call: Pick<CallState, "history" | "connection" | "devices" | "watchOnly">;
  readonly userAgent: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Numbers people in the order in which they came. */
type NumberOf = (id: string) => number;

/**
 * The text of a file to be given to whoever looks for the fault: how the call fared, second by second. It says nothing of who was
 * in it or where: everything in it is picked here, one by one, and people are numbers.
 */
export function diagnosticsFile({ statistics, call, userAgent, now }: DiagnosticsSource): string {
  const { samples, findings } = statistics;
  const ids = [...new Set(samples.flatMap(({ peers }) => peers.map(({ id }) => id)))];
  const numberOf = (id: string) => ids.indexOf(id) + 1;
  const { fallback, roundTrip } = call.connection;
  const { camera, microphone, cameras, microphones } = call.devices;
  const start = samples[0]?.at ?? now;
  const file = {
    format: "kith-diagnostics-1",
    savedAt: new Date(now).toISOString(),
    browser: browserOf(userAgent),
    connection: { fallback, roundTrip },
    phases: course(call.history),
    watchOnly: call.watchOnly,
    camera: { status: camera, choices: cameras.length },
    microphone: { status: microphone, choices: microphones.length },
    findings: {
      own: findings.own?.kind ?? "none",
      people: [...findings.peers].map(([id, finding]) => ({
        person: numberOf(id),
        finding: finding?.kind ?? "none",
      })),
    },
    seconds: samples.map((sample) => second(sample, start, numberOf)),
  };
  return JSON.stringify(
    file,
    (_key, value: unknown) => (typeof value === "number" ? rounded(value) : value),
    1,
  );
}

/** In seconds since the call began. */
function course(history: CallState["history"]) {
  const [{ at: begin } = { at: 0 }] = history;
  return history.map(({ phase, at, end }) => ({ phase, time: (at - begin) / 1000, end }));
}

function second({ at, relay, received, sending, peers }: Sample, start: number, numberOf: NumberOf) {
  const { fallback, roundTrip, minRoundTrip } = relay;
  return {
    time: (at - start) / 1000,
    relay: { fallback, roundTrip, minRoundTrip },
    received,
    sending: own(sending),
    people: peers.map((peer) => person(peer, numberOf)),
  };
}

function own(sample: SendingSample) {
  const { bitrate, targetBitrate, reason, limitedBy, loss, hasCamera, encodeTime } = sample;
  return {
    ...{ bitrate, targetBitrate, reason, limitedBy, loss, hasCamera, encodeTime },
    picture: picture(sample.picture),
  };
}

function person(sample: PeerSample, numberOf: NumberOf) {
  const { id, bitrate, loss, jitter, roundTrip, concealed, delay, frozen, skew, path } = sample;
  return {
    person: numberOf(id),
    ...{ bitrate, loss, jitter, roundTrip, concealed, delay, frozen, skew },
    picture: picture(sample.picture),
    path: path && { bitrate: path.bitrate, loss: path.loss },
  };
}

function picture(sample: PictureSample | undefined) {
  if (sample === undefined) return undefined;
  const { width, height, frameRate, codec } = sample;
  return { width, height, frameRate, codec };
}

/** More digits only make the file longer. */
function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(1000 * value) / 1000;
}
