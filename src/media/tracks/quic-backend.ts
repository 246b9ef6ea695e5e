import type { FramePlace } from "../../transport/frame-stream.ts";
import type { MediaTransport } from "../../transport/media-transport.ts";
import { Flow, isFrameFlow, type MediaFlow } from "../../transport/wire/flows.ts";
import type { Ssrc } from "../../transport/wire/ssrc.ts";
import type { TrackBackend, TrackKind } from "./track-backend.ts";

/** Where packets of one track go at this moment: both change with every reconnection. */
export interface Outlet {
  readonly media: MediaTransport;
  readonly ssrc: Ssrc;
}

const flows: Readonly<Record<TrackKind, MediaFlow>> = {
  audio: Flow.audio,
  video: Flow.video,
  screen: Flow.screen,
  screenAudio: Flow.audio,
};

/** Sound in datagrams, pictures on streams, over the connection that there is. Owns nothing of it. */
export class QuicBackend implements TrackBackend {
  readonly #flow: MediaFlow;
  readonly #outlet: () => Outlet | undefined;

  constructor(kind: TrackKind, outlet: () => Outlet | undefined) {
    this.#flow = flows[kind];
    this.#outlet = outlet;
  }

  get ssrc(): Ssrc | undefined {
    return this.#outlet()?.ssrc;
  }

  get isReady(): boolean {
    const outlet = this.#outlet();
    if (outlet === undefined) return false;
    return !isFrameFlow(this.#flow) || !outlet.media.isCrowded(this.#flow);
  }

  ensure(): void {
    if (isFrameFlow(this.#flow)) this.#outlet()?.media.prepareFrame();
  }

  async send(
    packet: Uint8Array<ArrayBuffer>,
    place: FramePlace | undefined,
    onWritten: () => void,
  ): Promise<boolean> {
    const media = this.#outlet()?.media;
    if (media === undefined) return false;
    if (isFrameFlow(this.#flow)) return await media.sendFrame(this.#flow, packet, place, onWritten);
    const sent = media.sendDatagram(this.#flow, packet);
    if (sent) onWritten();
    return sent;
  }
}
