import { plainSeal } from "../../media/seal.ts";
import { reconnectPolicy } from "../../transport/backoff.ts";
import { dial } from "../../transport/dial.ts";
import { type Connection, Session } from "../../transport/session.ts";
import type { Joined } from "../../transport/signaling.ts";
import { fetchRelayAddress } from "../../transport/well-known.ts";
import { WireError } from "../../transport/wire/error.ts";
import { decodeFeedback, encodeFeedback } from "../../transport/wire/feedback.ts";
import { Flow, mediaFlows } from "../../transport/wire/flows.ts";
import { decodeMediaPacket } from "../../transport/wire/rtp.ts";
import type { RelayMessage } from "../../transport/wire/signaling.ts";
import { type MemberId, memberOf, ssrcOf, Track, trackOf } from "../../transport/wire/ssrc.ts";
import { decodePeerMessage, encodePeerMessage, type PeerId } from "../../trust/peer-message.ts";
import type { ToPlayout } from "../audio/messages.ts";
import type { FromEngine, SelfProfile } from "./messages.ts";
import { Pictures } from "./pictures.ts";
import { AudioReceiver } from "./receive-audio.ts";
import { VideoReceiver } from "./receive-video.ts";
import { Roster } from "./roster.ts";
import { AudioSender } from "./send-audio.ts";
import { type Outlet, VideoSender } from "./send-video.ts";

/** What receives one member's media. */
interface Receivers {
  readonly audio: AudioReceiver;
  readonly video: VideoReceiver;
}

const AGENT = "kith";
/** Between two looks at who stayed away and how the connection fares. Milliseconds. */
const TICK = 500;
const now = () => performance.now();

/** One call: a session, a room, and the media of everyone in it. Owns them all and closes them together. */
export class CallEngine {
  readonly #post: (message: FromEngine, transfer?: Transferable[]) => void;
  readonly #room: Uint8Array<ArrayBuffer>;
  readonly #session: Session;
  readonly #roster: Roster;
  readonly #pictures = new Pictures();
  readonly #video: VideoSender;
  readonly #audio: AudioSender;
  readonly #receivers = new Map<MemberId, Receivers>();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #peerId = newPeerId();
  #self: SelfProfile;
  #member: MemberId | undefined;
  #playout: MessagePort | undefined;

  constructor(
    start: { wellKnownUrl: string; room: Uint8Array<ArrayBuffer>; self: SelfProfile },
    post: (message: FromEngine, transfer?: Transferable[]) => void,
  ) {
    this.#post = post;
    this.#room = start.room;
    this.#self = start.self;
    this.#roster = new Roster((peers) => post({ type: "peers", peers }));
    const parts = { seal: plainSeal, now };
    this.#video = new VideoSender({ ...parts, flow: Flow.video, outlet: () => this.#outlet(Track.video) });
    this.#audio = new AudioSender({ ...parts, outlet: () => this.#outlet(Track.audio) });
    this.#session = new Session({
      address: fetchRelayAddress(start.wellKnownUrl),
      dial,
      policy: reconnectPolicy,
      now,
      random: Math.random,
      agent: AGENT,
      establish: (connection) => this.#establish(connection),
    });
    this.#session.state.onChange(() => this.#handleState());
    this.#timer = setInterval(() => this.#tick(), TICK);
    this.#session.open();
  }

  setProfile(self: SelfProfile): void {
    this.#self = self;
    for (const member of this.#receivers.keys()) this.#introduceTo(member);
  }

  setCamera(frames: ReadableStream<VideoFrame> | undefined): void {
    this.#video.setSource(frames);
  }

  setMicrophone(sound: ReadableStream<AudioData> | undefined): void {
    this.#audio.setSource(sound);
  }

  setPlayout(port: MessagePort): void {
    this.#playout = port;
  }

  setSurface(peer: PeerId, frames: WritableStream<VideoFrame> | undefined): void {
    this.#pictures.setSurface(peer, frames);
  }

  wake(): void {
    this.#session.wake();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#session.connection?.signaling.send({ type: "leave", room: this.#room });
    this.#session.close();
    this.#dropReceivers();
    this.#video.close();
    this.#audio.close();
    this.#pictures.close();
    this.#playout?.close();
  }

  async #establish({ signaling, media }: Connection): Promise<void> {
    signaling.on("message", (message) => this.#handleSignaling(message));
    media.on("packet", ({ flow, packet }) => this.#handlePacket(flow, packet));
    await signaling.join(this.#room);
  }

  /** At once, not when the request's promise gets its turn: what the others say to us may stand right behind it. */
  #handleJoined({ member, members }: Joined): void {
    this.#member = member;
    this.#roster.handleConnected(now());
    for (const other of members) this.#addMember(other);
    this.#video.requestKeyFrame();
  }

  #handleState(): void {
    const { state } = this.#session.state.current;
    if (state === "reconnecting" || state === "failed") {
      this.#member = undefined;
      this.#dropReceivers();
      this.#roster.handleConnectionLost(now());
    }
    this.#tellConnection();
  }

  #tick(): void {
    if (this.#session.state.current.state !== "connected") return;
    this.#roster.poll(now());
    this.#tellConnection();
  }

  #tellConnection(): void {
    const { state, reason } = this.#session.state.current;
    const { connection, isDoubted: doubted } = this.#session;
    const carrier = connection?.signaling.getConnection().kind;
    const health = connection?.signaling.health;
    this.#post({ type: "connection", state, reason, doubted, carrier, health });
  }

  #handleSignaling(message: RelayMessage): void {
    switch (message.type) {
      case "joined":
        this.#handleJoined(message);
        break;
      case "peer-joined":
        this.#addMember(message.member);
        break;
      case "peer-left":
        this.#removeMember(message.member);
        this.#roster.handleLeft(message.member, message.reason, now());
        break;
      case "notify":
        this.#handlePeerMessage(message.from, message.data);
        break;
    }
  }

  #handlePeerMessage(member: MemberId, data: Uint8Array): void {
    if (!this.#receivers.has(member)) return;
    try {
      const message = decodePeerMessage(data);
      const previous = this.#roster.handleProfile(member, message);
      if (previous !== undefined) this.#removeMember(previous);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }

  #addMember(member: MemberId): void {
    if (this.#receivers.has(member)) return;
    this.#receivers.set(member, this.#createReceivers(member));
    this.#session.connection?.signaling.send({
      type: "subscribe",
      member,
      flows: [...mediaFlows],
      maxLayer: 7,
    });
    this.#introduceTo(member);
  }

  #removeMember(member: MemberId): void {
    const receivers = this.#receivers.get(member);
    this.#receivers.delete(member);
    receivers?.audio.close();
    receivers?.video.close();
    this.#tellPlayout({ type: "end", source: member });
  }

  #dropReceivers(): void {
    for (const member of [...this.#receivers.keys()]) this.#removeMember(member);
  }

  #introduceTo(member: MemberId): void {
    const data = encodePeerMessage({ type: "profile", peer: this.#peerId, ...this.#self });
    this.#session.connection?.signaling.send({ type: "notify", to: member, data });
  }

  #createReceivers(member: MemberId): Receivers {
    const audio = new AudioReceiver({
      seal: plainSeal,
      play: (timestamp, samples) =>
        this.#tellPlayout({ type: "sound", source: member, timestamp, samples }, [samples.buffer]),
      onSpeaking: (speaking) => this.#roster.handleSpeaking(member, speaking),
    });
    const video = new VideoReceiver({
      seal: plainSeal,
      now,
      show: (frame) => {
        const peer = this.#roster.peerOf(member);
        if (peer === undefined) frame.close();
        else this.#pictures.show(peer, frame);
      },
      requestKeyFrame: () => this.#requestKeyFrame(member),
    });
    return { audio, video };
  }

  #requestKeyFrame(member: MemberId): boolean {
    const outlet = this.#outlet(Track.video);
    // Who shows no picture has no key frame to send.
    if (outlet === undefined || this.#roster.cameraOf(member) !== "on") return false;
    const feedback = {
      type: "picture-loss",
      sender: outlet.ssrc,
      media: ssrcOf(member, Track.video),
    } as const;
    return outlet.media.sendDatagram(Flow.feedback, encodeFeedback(feedback));
  }

  #handlePacket(flow: Flow, packet: Uint8Array): void {
    try {
      if (flow === Flow.feedback) this.#handleFeedback(packet);
      else if (flow === Flow.audio || flow === Flow.video) this.#handleMedia(flow, packet);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }

  #handleFeedback(packet: Uint8Array): void {
    for (const feedback of decodeFeedback(packet)) {
      if (memberOf(feedback.media) === this.#member) this.#video.requestKeyFrame();
    }
  }

  #handleMedia(flow: Flow, bytes: Uint8Array): void {
    const packet = decodeMediaPacket(bytes);
    const receivers = this.#receivers.get(memberOf(packet.ssrc));
    const track = trackOf(packet.ssrc);
    if (flow === Flow.audio && track === Track.audio) receivers?.audio.receive(packet);
    if (flow === Flow.video && track === Track.video) receivers?.video.receive(packet);
  }

  #tellPlayout(message: ToPlayout, transfer: Transferable[] = []): void {
    this.#playout?.postMessage(message, transfer);
  }

  /** Undefined while there is nobody to send to: encoding for no one would only warm the room. */
  #outlet(track: Track): Outlet | undefined {
    const { connection } = this.#session;
    if (connection === undefined || this.#member === undefined || this.#receivers.size === 0)
      return undefined;
    return { media: connection.media, ssrc: ssrcOf(this.#member, track) };
  }
}

function newPeerId(): PeerId {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") as PeerId;
}
