import { bytesToHex } from "../trust/bytes.ts";
import type { EngineClient, PeerView, PictureSource } from "../workers/engine/client.ts";
import type { Participant } from "./call-state.ts";
import type { Picture } from "./picture.ts";

/** The others in a call. Keeps the picture of each the same object for as long as they are there, and a screen for as long as it is shared. */
export class Participants {
  readonly #engine: Pick<EngineClient, "tell" | "watch">;
  readonly #known = new Map<string, Participant>();

  constructor(engine: Pick<EngineClient, "tell" | "watch">) {
    this.#engine = engine;
  }

  /** `withPictures` is false where none are asked for: what does not come is not shown as something that stands still. */
  update(peers: readonly PeerView[], withPictures: boolean): readonly Participant[] {
    const participants = peers.map((peer): Participant => {
      const before = this.#known.get(peer.id);
      const picture = before?.picture ?? this.#picture(peer, "camera");
      const camera = !withPictures && peer.camera === "on" ? "off" : peer.camera;
      const isShared = peer.screen === "on" && withPictures;
      const screen = isShared ? (before?.screen ?? this.#picture(peer, "screen")) : undefined;
      const movedFrom = peer.movedFrom && bytesToHex(peer.movedFrom);
      return { ...peer, camera, fingerprint: bytesToHex(peer.fingerprint), movedFrom, picture, screen };
    });
    this.#known.clear();
    for (const participant of participants) this.#known.set(participant.id, participant);
    return participants;
  }

  #picture({ id }: PeerView, source: PictureSource): Picture {
    return {
      attach: (frames) => this.#engine.watch(id, source, frames),
      setSize: (size) => this.#engine.tell({ type: "picture-size", peer: id, source, size }),
    };
  }
}
