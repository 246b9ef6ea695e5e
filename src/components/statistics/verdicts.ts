import type { CallState, Participant } from "../../app/call-state.ts";
import type { StatisticsState } from "../../app/statistics.ts";
import type { PeerSample, PictureSample, Sample } from "../../app/statistics-sample.ts";
import type { OwnSymptom, PeerSymptom, Symptom } from "../../app/symptoms.ts";
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
  if (findings.own !== undefined) return wrong(filled(text.own[findings.own.kind], amountText(findings.own)));
  if (call.participants.length === 0) return well(text.alone);
  return well(samples.length === 0 ? text.measuring : text.well);
}

/** Of another person's. */
export function peerVerdict({ id, name, presence }: Participant, state: StatisticsState): Verdict {
  const text = strings.statistics;
  const who = displayName(name);
  if (presence === "away") return wrong(filled(text.away, who));
  const finding = state.findings.peers.get(id);
  if (finding !== undefined) return wrong(filled(text.peer[finding.kind], who, amountText(finding)));
  const isKnown = state.samples.at(-1)?.peers.some((peer) => peer.id === id);
  return well(isKnown ? text.well : text.measuring);
}

/** What one sends, and why it is no more. */
export function ownPicture({ sending }: Sample): string {
  const text = strings.statistics.picture;
  const { picture, hasCamera, limitedBy } = sending;
  if (!hasCamera) return text.cameraOff;
  if (picture === undefined) return limitedBy === "none" ? text.cameraOff : text.soundOnly;
  return `${text.sent(sizeText(picture))} ${text.limit[limitedBy]}`;
}

/** What of somebody's picture arrives; empty without one. */
export function peerPicture({ picture }: PeerSample, name: string): string {
  return picture === undefined
    ? ""
    : strings.statistics.picture.received(displayName(name), sizeText(picture));
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

interface Template {
  what(...values: readonly string[]): string;
  remedy(...values: readonly string[]): string;
}

function filled({ what, remedy }: Template, ...values: readonly string[]): Message {
  return { what: what(...values), remedy: remedy(...values) };
}

function well(what: string): Verdict {
  return { isWell: true, what };
}

function wrong(message: Message): Verdict {
  return { isWell: false, ...message };
}
