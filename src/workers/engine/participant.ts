import type { Bytes } from "../../trust/bytes.ts";
import type { PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import { SframeReceiver } from "../../trust/sframe.ts";
import { SframeSuite } from "../../trust/sframe-cipher.ts";
import { SframeError } from "../../trust/sframe-error.ts";
import { AudioReceiver } from "./receive-audio.ts";
import { VideoReceiver } from "./receive-video.ts";

interface ParticipantParts {
  readonly link: PeerLink;
  readonly peer: ProvenPeer;
  readonly play: (timestamp: number, samples: Float32Array<ArrayBuffer>) => void;
  readonly show: (frame: VideoFrame) => void;
  readonly onSpeaking: (speaking: boolean) => void;
  readonly requestKeyFrame: () => boolean;
}

/** Frames that wait for a key that is on its way, and for how long (milliseconds). Any others are dropped at no cost. */
const MAX_WAITING = 8;
const KEY_PATIENCE = 200;

/** One other member of a call as far as its media are concerned: its keys, and what opens and decodes. */
export class Participant {
  readonly link: PeerLink;
  readonly peer: ProvenPeer;
  /** When it was let in, in milliseconds of the monotonic clock. */
  readonly since = performance.now();
  readonly audio: AudioReceiver;
  readonly video: VideoReceiver;
  readonly #keys = new SframeReceiver();
  readonly #waiting = new Set<() => void>();

  constructor({ link, peer, play, show, onSpeaking, requestKeyFrame }: ParticipantParts) {
    const open = (sealed: Bytes, header: Bytes) => this.#open(sealed, header);
    this.link = link;
    this.peer = peer;
    this.audio = new AudioReceiver({ open, play, onSpeaking });
    this.video = new VideoReceiver({ open, now: () => performance.now(), show, requestKeyFrame });
  }

  /** A key that the member itself has given; rejects for one that would take another's place. */
  async addKey({ epoch, key }: { readonly epoch: number; readonly key: Bytes }): Promise<void> {
    await this.#keys.add({ suite: SframeSuite.aes128, keyId: epoch, baseKey: key });
    for (const retry of this.#waiting) retry();
  }

  close(): void {
    this.audio.close();
    this.video.close();
    for (const retry of this.#waiting) retry();
  }

  async #open(sealed: Bytes, header: Bytes): Promise<Bytes> {
    try {
      return await this.#keys.open(sealed, header);
    } catch (error) {
      const early = error instanceof SframeError && error.reason === "unknown-key";
      if (!early || this.#waiting.size >= MAX_WAITING) throw error;
      await this.#nextKey();
      return await this.#keys.open(sealed, header);
    }
  }

  #nextKey(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, KEY_PATIENCE);
      this.#waiting.add(done);
    });
  }
}
