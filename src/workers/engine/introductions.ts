import type { PeerLink } from "../../trust/peer-link.ts";
import type { CallMedia } from "./call-media.ts";
import type { SelfProfile } from "./messages.ts";

interface IntroductionsParts {
  readonly now: () => number;
  readonly self: SelfProfile;
  /** Tells the windows of one device apart. */
  readonly instance: Uint8Array<ArrayBuffer>;
  /** Payload types of video that this device can decode. */
  readonly decodes: readonly number[];
  readonly media: CallMedia;
}

/** How long somebody who was let in may take to say who they are. Milliseconds. */
const ANONYMITY = 5_000;

/** Who one is, said to everybody in a call: only those who say it as well see and hear anything. */
export class Introductions {
  readonly #parts: IntroductionsParts;
  /** Those who have said who they are. */
  readonly #unveiled = new WeakSet<PeerLink>();
  #self: SelfProfile;

  constructor(parts: IntroductionsParts) {
    this.#parts = parts;
    this.#self = parts.self;
  }

  setProfile(self: SelfProfile): void {
    this.#self = self;
    for (const { link } of this.#parts.media.participants) this.introduceTo(link);
  }

  introduceTo(link: PeerLink): void {
    const { instance, decodes } = this.#parts;
    link.tell({ type: "profile", instance, ...this.#self, decodes: [...decodes] });
  }

  /** Somebody has said who they are, and what they decode. What was said to them before may have been said too early. */
  unveil(link: PeerLink, decodes: readonly number[]): void {
    if (this.#unveiled.has(link)) return;
    this.#unveiled.add(link);
    this.introduceTo(link);
    this.#parts.media.show(link, decodes);
  }

  /** About twice a second: whoever does not say who they are has to go. */
  poll(): void {
    const { now, media } = this.#parts;
    for (const { link, since } of media.participants)
      if (!this.#unveiled.has(link) && now() - since > ANONYMITY) link.close("misbehaved");
  }
}
