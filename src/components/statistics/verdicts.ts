import type { CallState, Participant } from "../../app/call-state.ts";
import type { StatisticsState } from "../../app/statistics.ts";
import type { PeerSample, PictureSample, Sample } from "../../app/statistics-sample.ts";
import type { OwnSymptom, PeerSymptom, Symptom } from "../../app/symptoms.ts";
import { fill } from "../../strings/fill.ts";
import type { Message } from "../../strings/message.ts";
import { bitrateText, countText, millisecondsText, percentText } from "../parts/amount.ts";
import { displayName } from "../parts/person-name.ts";
import { strings } from "../strings.ts";

/** One sentence about somebody's media, and what to do where something is wrong. */
export type Verdict =
  | { readonly isWell: true; readonly what: string }
  | ({ readonly isWell: false } & Message);

/** Of one's own end of the call. */
export function ownVerdict(call: CallState, { samples, findings }: StatisticsState): Verdict {
  const text = strings.statistics;
  if (call.phase === "reconnecting") return wrong(text.reconnecting);
  if (findings.own !== undefined) {
    const { what, remedy } = text.own[findings.own.kind];
    const amount = amountText(findings.own);
    return wrong({ what: fill(what, { amount }), remedy: fill(remedy, { amount }) });
  }
  if (call.participants.length === 0) return well(text.alone);
  return well(samples.length === 0 ? text.measuring : text.well);
}

/** Of another person's. */
export function peerVerdict(participant: Participant, state: StatisticsState): Verdict {
  const { id, presence } = participant;
  const name = displayName(participant.name);
  const text = strings.statistics;
  if (presence === "away") return wrong({ ...text.away, what: fill(text.away.what, { name }) });
  const finding = state.findings.peers.get(id);
  if (finding !== undefined) {
    const { what, remedy } = text.peer[finding.kind];
    const amount = amountText(finding);
    return wrong({ what: fill(what, { name, amount }), remedy: fill(remedy, { amount }) });
  }
  const isKnown = state.samples.at(-1)?.peers.some((peer) => peer.id === id);
  return well(isKnown ? text.well : text.measuring);
}

/** What one sends, and why it is no more. */
export function ownPicture({ sending }: Sample): string {
  const text = strings.statistics.picture;
  const { picture, hasCamera, limitedBy } = sending;
  if (!hasCamera) return text.cameraOff;
  if (picture === undefined) return limitedBy === "none" ? text.cameraOff : text.soundOnly;
  return `${fill(text.sent, { size: sizeText(picture) })} ${text.limit[limitedBy]}`;
}

/** What of somebody's picture arrives; empty without one. */
export function peerPicture({ picture }: PeerSample, name: string): string {
  return picture === undefined
    ? ""
    : fill(strings.statistics.picture.received, { name: displayName(name), size: sizeText(picture) });
}

function sizeText({ width, height }: PictureSample): string {
  return `${countText(width)} × ${countText(height)}`;
}

/** Of all others it is a share. */
const amountTexts: Partial<Record<OwnSymptom | PeerSymptom, (amount: number) => string>> = {
  upload: bitrateText,
  line: bitrateText,
  slow: bitrateText,
  far: millisecondsText,
  apart: millisecondsText,
};

function amountText({ kind, amount }: Symptom<OwnSymptom | PeerSymptom>): string {
  return amount === undefined ? "" : (amountTexts[kind] ?? percentText)(amount);
}

function well(what: string): Verdict {
  return { isWell: true, what };
}

function wrong(message: Message): Verdict {
  return { isWell: false, ...message };
}
