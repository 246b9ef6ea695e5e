import { ActiveSpeaker } from "../../media/active-speaker.ts";
import type { RateReason } from "../../media/congestion/rate-control.ts";
import { SendControl } from "../../media/congestion/send-control.ts";
import { PictureChange } from "../../media/picture-change.ts";
import type { Outlet } from "../../media/tracks/quic-backend.ts";
import { MediaStreamManager } from "../../media/tracks/stream-manager.ts";
import type { AudioTrack } from "../../media/tracks/track.ts";
import type { SoundKind, TrackKind } from "../../media/tracks/track-backend.ts";
import { UNIVERSAL, videoCodecs } from "../../media/video-codecs.ts";
import { Flow, isMediaFlow, type MediaFlow } from "../../transport/wire/flows.ts";
import { decodeMediaPacket } from "../../transport/wire/rtp.ts";
import { type MemberId, memberOf, ssrcOf, Track } from "../../transport/wire/ssrc.ts";
import type { Bytes } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import { MediaKeys } from "../../trust/media-keys.ts";
import type { PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import type { SframeGrant } from "../../trust/sframe.ts";
import type { FromPlayout, ToPlayout } from "../audio/messages.ts";
import { CallFeedback } from "./call-feedback.ts";
import type { Encoders } from "./encoders.ts";
import type { PeerId, PictureSource, ToEngine } from "./messages.ts";
import { Participant } from "./participant.ts";
import { Pictures } from "./pictures.ts";
import type { Room } from "./room.ts";
import type { Roster } from "./roster.ts";
import { AudioSender } from "./send-audio.ts";
import { ScreenSender } from "./send-screen.ts";
import { VideoSender } from "./send-video.ts";
import type { CallStatistics } from "./statistics.ts";
import { WayDown } from "./way-down.ts";

interface CallMediaParts {
  /** Of `createMediaKeys`: this call's and no other's. */
  readonly keys: MediaKeys<PeerLink>;
  /** The room that the call is in now. */
  readonly room: () => Room;
  readonly roster: Roster;
  /** Whether one's own media may leave. */
  readonly mayTalk: () => boolean;
  readonly encoders: Pick<Encoders, "choose">;
  /** Somebody else is the one to look at from now on. */
  readonly onSpeaker: (peer: PeerId) => void;
}

type Surface = Pick<Extract<ToEngine, { type: "watch" }>, "peer" | "source" | "frames">;
type MediaMessage = Extract<ControlMessage, { type: "media-key" | "media-key-ack" | "way-down" }>;
type MediaKey = Extract<MediaMessage, { type: "media-key" }>;
const pressing: ReadonlySet<RateReason> = new Set<RateReason>(["queue", "loss", "silence"]);
const now = () => performance.now();
/** How often it is decided what is sent, and reported what is received. Milliseconds. */
const TICK = 50;
/** Between looks at how hard the encoder works, milliseconds. */
const LOAD_INTERVAL = 500;
const numbers: Readonly<Record<TrackKind, Track>> = {
  audio: Track.audio,
  video: Track.video,
  screen: Track.screen,
  screenAudio: Track.screenAudio,
};

/** The track that carries a picture. */
const trackOfPicture: Readonly<Record<PictureSource, Track>> = { camera: Track.video, screen: Track.screen };

/** The keys of one call: each goes to those who may see and hear, over the link to them. */
export function createMediaKeys(): Promise<MediaKeys<PeerLink>> {
  return MediaKeys.create<PeerLink>({ now, give: giveKey });
}

/** What is seen and heard in a call, out and in, and the keys to it. Owns encoders, decoders and surfaces. */
export class CallMedia {
  readonly #parts: CallMediaParts;
  readonly #keys: MediaKeys<PeerLink>;
  readonly #pictures: Readonly<Record<PictureSource, Pictures>> = {
    camera: new Pictures(),
    screen: new Pictures(),
  };
  readonly #video: VideoSender;
  readonly #screen: ScreenSender;
  readonly #audio: AudioSender;
  readonly #screenAudio: AudioSender;
  readonly #participants = new Map<MemberId, Participant>();
  /** Those who receive ours, and what they decode. */
  readonly #audience = new Map<PeerLink, ReadonlySet<number>>();
  readonly #welcomed = new WeakSet<PeerLink>();
  readonly #speakers = new ActiveSpeaker<MemberId>();
  readonly #control = new SendControl<MemberId>({ now });
  readonly #tracks: MediaStreamManager;
  readonly #feedback: CallFeedback;
  readonly #wayDown = new WayDown();
  readonly #ticking: ReturnType<typeof setInterval>;
  #loadAt = 0;
  #playout: MessagePort | undefined;

  constructor(parts: CallMediaParts) {
    const { keys, room, encoders } = parts;
    const control = this.#control;
    this.#parts = parts;
    this.#keys = keys;
    this.#tracks = new MediaStreamManager({
      seal: (frame: Bytes, header: Bytes, headroom: number) => keys.seal(frame, header, headroom),
      now,
      outlet: (kind) => this.#outlet(kind),
      onWritten: (packet) => control.handleWritten(packet),
    });
    this.#video = new VideoSender({
      track: this.#tracks.ensure("video"),
      now,
      quality: (source) => control.video(source),
      onBlocked: () => control.handleBlocked(),
      encoders,
    });
    this.#screen = new ScreenSender({
      track: this.#tracks.ensure("screen"),
      now,
      quality: (source) => control.screen(source),
      encoders,
      createChange: () => new PictureChange(),
    });
    this.#audio = this.#createAudioSender("audio");
    this.#screenAudio = this.#createAudioSender("screenAudio", (isSounding) =>
      control.setScreenAudio(isSounding),
    );
    this.#feedback = new CallFeedback({
      room,
      participants: this.#participants,
      tracks: this.#tracks,
      control,
      onPictureLoss: (track) => {
        if (track === Track.video) this.#video.requestKeyFrame();
        if (track === Track.screen) this.#screen.requestKeyFrame();
      },
    });
    this.#ticking = setInterval(() => this.#tick(), TICK);
  }

  setCamera(frames: ReadableStream<VideoFrame> | undefined): void {
    this.#video.setSource(frames);
  }

  /** Nothing of it is sent before somebody may see it. */
  setScreen(frames: ReadableStream<VideoFrame> | undefined): void {
    this.#screen.setSource(frames);
    if (frames === undefined) this.#control.endScreen();
  }

  setMicrophone(sound: ReadableStream<AudioData> | undefined): void {
    this.#audio.setSource(sound);
  }

  /** What is heard of the screen. */
  setScreenAudio(sound: ReadableStream<AudioData> | undefined): void {
    this.#screenAudio.setSource(sound);
    if (sound === undefined) this.#control.setScreenAudio(false);
  }

  /** No more than this is sent, bits per second. */
  setCeiling(bitrate: number): void {
    this.#control.setCeiling(bitrate);
  }

  setPlayout(port: MessagePort): void {
    this.#playout = port;
    port.onmessage = ({ data: { sources } }: MessageEvent<FromPlayout>) => {
      for (const participant of this.#participants.values()) participant.handlePlayout(sources);
    };
  }

  get statistics(): CallStatistics {
    const { advice, limitedBy, loss } = this.#control.state;
    return {
      timestamp: performance.timeOrigin + now(),
      transport: this.#parts.room().connection?.media.stats,
      sending: {
        targetBitrate: advice.bitrate,
        reason: advice.reason,
        qualityLimitationReason: limitedBy,
        fractionLost: loss,
        audio: this.#audio.statistics,
        video: this.#video.statistics,
        screen: this.#screen.statistics,
        screenAudio: this.#screenAudio.statistics,
        feedback: this.#feedback.stats,
      },
      peers: this.participants.flatMap((participant) => {
        const { other } = participant.link;
        const id = this.#parts.roster.peerOf(other);
        return id === undefined ? [] : [participant.statistics(id, this.#control.path(other))];
      }),
    };
  }

  /** Whether the path gives us less than we want: what else there is to send has to wait. */
  get isPressed(): boolean {
    return pressing.has(this.#control.state.advice.reason);
  }

  setSurface({ peer, source, frames }: Surface): void {
    this.#pictures[source].setSurface(peer, frames);
  }

  /** Everybody whose media are received. */
  get participants(): readonly Participant[] {
    return [...this.#participants.values()];
  }

  /** The one that this link leads to; undefined where another, or nobody, has its place. */
  participant(link: PeerLink): Participant | undefined {
    const participant = this.#participants.get(link.other);
    return participant?.link === link ? participant : undefined;
  }

  /** From here on the member's media are received. */
  add(link: PeerLink, peer: ProvenPeer): void {
    const { roster } = this.#parts;
    const { other } = link;
    const participant = new Participant({
      link,
      peer,
      play: (source, sound) => this.#tellPlayout({ type: "sound", source, ...sound }, [sound.samples.buffer]),
      show: (source, frame) => {
        const id = roster.peerOf(other);
        if (id === undefined) frame.close();
        else this.#pictures[source].show(id, frame);
      },
      onSpeaking: (speaking) => roster.handleSpeaking(other, speaking),
      onLevel: (level) => this.#handleLevel(other, level),
      requestKeyFrame: (source) => this.#requestKeyFrame(other, source),
    });
    this.#participants.set(other, participant);
  }

  /** What is not among these flows is not asked of the member any more: it is not decoded, should some of it come. */
  setWanted(member: MemberId, flows: readonly MediaFlow[]): void {
    this.#participants.get(member)?.setWanted(flows);
  }

  /** From here on the member receives ours, and nothing from before; `decodes` are payload types. */
  show(link: PeerLink, decodes: readonly number[]): void {
    this.#audience.set(link, new Set(decodes));
    this.#adaptCodec();
    this.#control.add(link.other);
    this.#keys.add(link);
  }

  /** Neither any more. */
  remove(link: PeerLink): void {
    const participant = this.participant(link);
    if (participant === undefined) return;
    this.#participants.delete(link.other);
    this.#audience.delete(link);
    this.#adaptCodec();
    this.#keys.remove(link);
    this.#control.remove(link.other);
    this.#speakers.remove(link.other);
    participant.close();
    for (const track of [Track.audio, Track.screenAudio])
      this.#tellPlayout({ type: "end", source: ssrcOf(link.other, track) });
  }

  /** What the member says about its media, or of ours. */
  handle(link: PeerLink, message: MediaMessage): void {
    switch (message.type) {
      case "media-key":
        this.#handleKey(link, message);
        break;
      case "media-key-ack":
        this.#handleAck(link, message.epoch);
        break;
      case "way-down":
        this.#control.setBadWayDown(link.other, message.path);
        break;
    }
  }

  /** A packet of any member; throws a WireError for one that cannot be understood. */
  handlePacket(flow: Flow, packet: Uint8Array): void {
    if (flow === Flow.feedback) this.#feedback.handle(packet);
    else if (isMediaFlow(flow)) this.#handleMedia(flow, packet);
  }

  /** Somebody, or everybody, has to begin anew with our pictures. */
  requestKeyFrame(): void {
    this.#video.requestKeyFrame();
    this.#screen.requestKeyFrame();
  }

  /** About twice a second, while connected. */
  poll(): void {
    this.#keys.poll();
    const links = Array.from(this.#participants.values(), ({ link }) => link);
    this.#wayDown.tell(links, this.#parts.room().connection?.media.badWayDown);
  }

  close(): void {
    clearInterval(this.#ticking);
    this.#tracks.close();
    this.#video.close();
    this.#screen.close();
    this.#audio.close();
    this.#screenAudio.close();
    this.#pictures.camera.close();
    this.#pictures.screen.close();
    this.#playout?.close();
  }

  /** One that would take another's place ends the link. */
  #handleKey(link: PeerLink, { epoch, key }: MediaKey): void {
    this.participant(link)
      ?.addKey({ epoch, key })
      .then(
        () => link.tell({ type: "media-key-ack", epoch }),
        () => link.close("violated"),
      );
  }

  /** Whoever can open our frames for the first time gets one to begin with, unasked. */
  #handleAck(link: PeerLink, epoch: number): void {
    this.#keys.handleAck(link, epoch);
    if (this.#welcomed.has(link)) return;
    this.#welcomed.add(link);
    this.requestKeyFrame();
  }

  #createAudioSender(kind: SoundKind, onSounding?: (isSounding: boolean) => void): AudioSender {
    const control = this.#control;
    return new AudioSender({
      track: this.#tracks.ensure(kind) as AudioTrack,
      quality: () => control.sound(kind),
      copyOffsets: () => control.copyOffsets(kind),
      ...(onSounding && { onSounding }),
    });
  }

  #tick(): void {
    const time = now();
    if (time - this.#loadAt >= LOAD_INTERVAL) this.#measureLoad(time);
    const media = this.#parts.room().connection?.media;
    this.#control.setBadWayUp(media?.badWayUp);
    this.#control.tick();
    media?.setPacing(this.#control.state.advice.pacingRate);
    this.#feedback.tick(time);
  }

  #measureLoad(time: number): void {
    const [camera, screen] = [this.#video.takeLoad(), this.#screen.takeLoad()];
    if (camera !== undefined) this.#control.handleLoad(camera);
    if (screen !== undefined) this.#control.handleScreenLoad(screen);
    if (camera !== undefined || screen !== undefined) this.#loadAt = time;
  }

  #handleMedia(flow: Flow, bytes: Uint8Array): void {
    const packet = decodeMediaPacket(bytes);
    const participant = this.#participants.get(memberOf(packet.ssrc));
    if (participant?.link.admits(flow) !== true) return;
    participant.receive(flow, packet);
  }

  #handleLevel(member: MemberId, level: number): void {
    const before = this.#speakers.current;
    this.#speakers.learn(member, level, now());
    const { current } = this.#speakers;
    const peer = current === undefined || current === before ? undefined : this.#parts.roster.peerOf(current);
    if (peer !== undefined) this.#parts.onSpeaker(peer);
  }

  #requestKeyFrame(member: MemberId, source: PictureSource): boolean {
    // Who shows no picture has no key frame to send.
    if (!this.#parts.roster.shows(member, source)) return false;
    return this.#feedback.requestKeyFrame(member, trackOfPicture[source]);
  }

  /** One stream for all: it has to be one that all can decode. */
  #adaptCodec(): void {
    const audience = [...this.#audience.values()];
    const forAll = videoCodecs.filter(
      ({ payloadType }) => payloadType === UNIVERSAL || audience.every((decodes) => decodes.has(payloadType)),
    );
    const decodable = new Set(forAll.map(({ payloadType }) => payloadType));
    this.#video.setDecodable(decodable);
    this.#screen.setDecodable(decodable);
  }

  #tellPlayout(message: ToPlayout, transfer: Transferable[] = []): void {
    this.#playout?.postMessage(message, transfer);
  }

  /**
   * Undefined while nobody has a key: encoding for no one would only warm the room, and who gets the key later could open
   * what was said before.
   */
  #outlet(kind: TrackKind): Outlet | undefined {
    const { connection, self } = this.#parts.room();
    if (this.#audience.size === 0 || !this.#parts.mayTalk() || self === undefined) return undefined;
    return connection && { media: connection.media, ssrc: ssrcOf(self, numbers[kind]) };
  }
}

function giveKey(link: PeerLink, { keyId, baseKey }: SframeGrant): void {
  link.tell({ type: "media-key", epoch: keyId, key: baseKey });
}
