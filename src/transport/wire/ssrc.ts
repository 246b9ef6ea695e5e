/** A member of a room: 24 bits assigned by the relay, unique within it. The high 8 name the relay itself. */
export type MemberId = number & { readonly brand: "MemberId" };

/** RTP's synchronisation source: member (24 bits) | track (8 bits), so a packet names its sender without a table. */
export type Ssrc = number & { readonly brand: "Ssrc" };

/** The tracks a member sends, as the low 8 bits of its SSRCs. */
export const Track = {
  audio: 0,
  video: 1,
  screen: 2,
  /** Sound that belongs to the screen. */
  screenAudio: 3,
} as const;
export type Track = (typeof Track)[keyof typeof Track];

/** The highest member number. */
export const MAX_MEMBER = 0xff_ffff;

export function ssrcOf(member: MemberId, track: number): Ssrc {
  return (member * 0x100 + (track & 0xff)) as Ssrc;
}

export function memberOf(ssrc: number): MemberId {
  return (ssrc >>> 8) as MemberId;
}

export function trackOf(ssrc: number): number {
  return ssrc & 0xff;
}
