import type { PeerSample, Sample } from "./statistics-sample.ts";

/** What may be wrong with one's own end, the gravest first. */
export const ownSymptoms = [
  /** Nobody gets a larger picture, because the own line does not carry it. */
  "upload",
  /** The picture is as small as the way to the only other one demands, and no one knows which end of it. */
  "line",
  /** So much of what comes from everybody is lost. */
  "download-loss",
  /** So much of what one sends is lost. */
  "upload-loss",
  "cpu",
  /** The relay takes long to answer. */
  "far",
  /** Without UDP everything waits for what is lost. */
  "fallback",
] as const;
export type OwnSymptom = (typeof ownSymptoms)[number];

/** What may be wrong with another person's end, the gravest first. */
export const peerSymptoms = [
  /** So much is lost on the way from them, or to them. */
  "loss",
  /** They cannot take what the others can. */
  "slow",
  /** Their picture stands still. */
  "freezing",
  /** Their sound has gaps. */
  "gaps",
  "far",
  /** Their picture comes well after their sound. */
  "apart",
  /** They send a small picture; why, only they can see. */
  "small",
] as const;
export type PeerSymptom = (typeof peerSymptoms)[number];

export interface Symptom<Kind> {
  readonly kind: Kind;
  /** Of losses and gaps the share, 0 to 1; of distance milliseconds; bits per second of a line. */
  readonly amount: number | undefined;
}

/** Losses that sound is not covered against without anybody noticing. */
const LOSS = 0.02;
const GAPS = 0.03;
/** Milliseconds there and back after which people begin to talk at the same time. */
const FAR = 300;
/** Milliseconds from which lips and words are two things. */
const APART = 200;
/** Milliseconds within the last seconds. */
const FROZEN = 700;
const SMALL_SIDE = 180;
/** A rate that grows so much within these seconds is still on its way. */
const GROWTH = 1.15;
/** Somebody takes less than this part of what the best one takes. */
const SLOW = 0.5;
/** A queue in front of the own line: the relay's answers take so much longer than they could, milliseconds. */
const QUEUE = 20;

/** The gravest that is wrong at one's own end in these seconds, all taken together; undefined while all is well. */
export function ownSymptom(seconds: readonly Sample[]): Symptom<OwnSymptom> | undefined {
  const last = seconds.at(-1);
  if (last === undefined) return undefined;
  return gravest(ownSymptoms, [
    narrowLine(seconds),
    lossOnTheWayIn(seconds),
    lossOnTheWayOut(seconds),
    isLimited(last, ["cpu"]) ? { kind: "cpu", amount: undefined } : undefined,
    beyond("far", last.relay.roundTrip, FAR),
    last.relay.fallback ? { kind: "fallback", amount: undefined } : undefined,
  ]);
}

/** The gravest that is wrong at the end of this person. */
export function peerSymptom(seconds: readonly Sample[], id: string): Symptom<PeerSymptom> | undefined {
  const samples = seconds.flatMap(({ peers }) => peers.find((peer) => peer.id === id) ?? []);
  const last = samples.at(-1);
  if (last === undefined) return undefined;
  const frozen = samples.reduce((sum, { frozen }) => sum + frozen, 0);
  return gravest(peerSymptoms, [
    theirLoss(seconds, samples),
    slowPath(seconds, last),
    frozen >= FROZEN ? { kind: "freezing", amount: undefined } : undefined,
    beyond("gaps", mean(samples.map(({ concealed }) => concealed)), GAPS),
    beyond("far", last.roundTrip, FAR),
    beyond("apart", last.skew, APART),
    samples.every(isSmallPicture) ? { kind: "small", amount: undefined } : undefined,
  ]);
}

function gravest<Kind>(
  kinds: readonly Kind[],
  found: readonly (Symptom<Kind> | undefined)[],
): Symptom<Kind> | undefined {
  return kinds.flatMap((kind) => found.find((symptom) => symptom?.kind === kind) ?? [])[0];
}

/** The picture is small for the line's sake, and stays so. */
function narrowLine(seconds: readonly Sample[]): Symptom<OwnSymptom> | undefined {
  const [first, last] = [seconds[0], seconds.at(-1)];
  if (first === undefined || last === undefined || last.peers.length === 0) return undefined;
  const isNarrow = seconds.every(
    (second) => isLimited(second, ["bitrate", "loss"]) && second.sending.reason !== "ramp-up",
  );
  const isGrowing = last.sending.targetBitrate > GROWTH * first.sending.targetBitrate;
  if (!isNarrow || isGrowing) return undefined;
  const { roundTrip = 0, minRoundTrip = 0 } = last.relay;
  const isOurs = last.peers.length > 1 || roundTrip - minRoundTrip > QUEUE;
  return { kind: isOurs ? "upload" : "line", amount: last.sending.targetBitrate };
}

function isLimited({ sending }: Sample, by: readonly Sample["sending"]["limitedBy"][]): boolean {
  return sending.hasCamera && by.includes(sending.limitedBy);
}

/** Where everybody's packets are lost, it is not at theirs. */
function lossOnTheWayIn(seconds: readonly Sample[]): Symptom<OwnSymptom> | undefined {
  const ids = seconds.at(-1)?.peers.map(({ id }) => id) ?? [];
  if (ids.length < 2) return undefined;
  const losses = ids.map((id) => lossFrom(seconds, id) ?? 0);
  return beyond("download-loss", Math.min(...losses), LOSS);
}

function lossOnTheWayOut(seconds: readonly Sample[]): Symptom<OwnSymptom> | undefined {
  const paths = seconds.at(-1)?.peers.flatMap(({ path }) => path ?? []) ?? [];
  if (paths.length === 0) return undefined;
  return beyond("upload-loss", Math.min(...paths.map(({ loss }) => loss)), LOSS);
}

/** Only what others do not suffer as well is theirs. */
function theirLoss(
  seconds: readonly Sample[],
  samples: readonly PeerSample[],
): Symptom<PeerSymptom> | undefined {
  const last = samples.at(-1);
  const from = lossOnTheWayIn(seconds) === undefined ? mean(samples.map(({ loss }) => loss)) : undefined;
  const to = lossOnTheWayOut(seconds) === undefined ? last?.path?.loss : undefined;
  return beyond("loss", Math.max(from ?? 0, to ?? 0), LOSS);
}

/** Only where others show that more is possible. */
function slowPath(seconds: readonly Sample[], { path }: PeerSample): Symptom<PeerSymptom> | undefined {
  const rates = seconds.at(-1)?.peers.flatMap((peer) => peer.path?.bitrate ?? []) ?? [];
  if (path === undefined || path.bitrate >= SLOW * Math.max(...rates)) return undefined;
  return { kind: "slow", amount: path.bitrate };
}

function lossFrom(seconds: readonly Sample[], id: string): number | undefined {
  return mean(seconds.map(({ peers }) => peers.find((peer) => peer.id === id)?.loss));
}

function isSmallPicture({ picture }: PeerSample): boolean {
  if (picture === undefined) return false;
  return Math.min(picture.width, picture.height) <= SMALL_SIDE;
}

function beyond<Kind>(kind: Kind, amount: number | undefined, limit: number): Symptom<Kind> | undefined {
  return amount !== undefined && amount >= limit ? { kind, amount } : undefined;
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
