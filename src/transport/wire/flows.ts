/** The flow identifier in front of every stream and datagram (RTP over QUIC). All fit in a one-byte varint. */
export const Flow = {
  /**
   * Client ↔ relay messages: one bidirectional stream, opened by the client. The identifier stands once, at the start of
   * what the client sends; the relay's half begins with its first message.
   */
  signaling: 0x20,
  /** Opus: one RTP packet per datagram. */
  audio: 0x21,
  /** Camera: unidirectional streams of frames that build on each other. */
  video: 0x22,
  /** Screen: the same. */
  screen: 0x23,
  /** Compound RTCP in datagrams. */
  feedback: 0x24,
  /** Records between two members, opaque to the relay: a unidirectional stream per channel. */
  data: 0x25,
} as const;

/** One of the flows this version knows. */
export type Flow = (typeof Flow)[keyof typeof Flow];

/** The flows a receiver can subscribe to: those that carry a sender's media. */
export const mediaFlows = [Flow.audio, Flow.video, Flow.screen] as const;
export type MediaFlow = (typeof mediaFlows)[number];

/** The flows of frames on unidirectional streams. */
export const frameFlows = [Flow.video, Flow.screen] as const;
export type FrameFlow = (typeof frameFlows)[number];

const known: ReadonlySet<number> = new Set(Object.values(Flow));
const names = new Map<number, string>(Object.entries(Flow).map(([name, flow]) => [flow, name]));

/** Whether `value` is a flow this version knows. */
export function isFlow(value: number): value is Flow {
  return known.has(value);
}

/** Whether `value` is a flow of frames on unidirectional streams. */
export function isFrameFlow(value: number): value is FrameFlow {
  return value === Flow.video || value === Flow.screen;
}

/** Whether `value` is a flow that carries a sender's media. */
export function isMediaFlow(value: number): value is MediaFlow {
  return value === Flow.audio || isFrameFlow(value);
}

/** For logs and metrics: the flow's name, or its number where this version knows none. */
export function flowName(value: number): string {
  return names.get(value) ?? `0x${value.toString(16)}`;
}
