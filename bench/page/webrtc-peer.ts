import { Ear } from "./ear.ts";
import type { SoundCounts } from "./sound-counts.ts";

/** As in the app, the other side is large and oneself stands in its corner: the same work for the display. */
const LAYOUT = `
  body { margin: 0; background: #111; }
  .other { position: fixed; inset: 79px 13px auto; inline-size: calc(100% - 26px); }
  .own { position: fixed; inset: auto 20px 100px auto; inline-size: 22%; transform: scaleX(-1); border-radius: 12px; }
`;

/** What a peer is to do otherwise than Chrome does by itself. */
export interface PeerSettings {
  /** Of the picture, in bits per second. */
  readonly maxBitrate?: number;
  readonly degradationPreference?: RTCDegradationPreference;
  /** Sends each piece of sound again with the next one, where Chrome can (RFC 2198). */
  readonly redundantSound?: boolean;
}

/** From getStats; what a browser does not tell is undefined. */
export interface WebRtcDescription {
  /** Of a packet of sound, headers left out: each says by its size whether it carries the one before. */
  readonly soundBytes: number;
  readonly videoCodec: string | undefined;
  readonly encoder: string | undefined;
  readonly limitedBy: string | undefined;
  /** Packets of video. */
  readonly retransmitted: number | undefined;
  /** Milliseconds. */
  readonly roundTrip: number;
}

/** Of the reports of all types, what is read here. */
interface Report {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly nominated?: boolean;
  /** Seconds. */
  readonly currentRoundTripTime?: number;
  readonly encoderImplementation?: string;
  readonly qualityLimitationReason?: string;
  readonly bytesSent?: number;
  readonly packetsSent?: number;
  readonly retransmittedPacketsSent?: number;
  readonly totalSamplesReceived?: number;
  readonly concealedSamples?: number;
  readonly silentConcealedSamples?: number;
}

/** One end of a plain WebRTC call, set to show and play as early as it can. The other end is in another page. */
export class WebRtcPeer {
  #connection: RTCPeerConnection | undefined;
  #video: HTMLVideoElement | undefined;
  #ear: Ear | undefined;

  /** Where the other side's picture is shown; undefined before `open`. */
  get video(): HTMLVideoElement | undefined {
    return this.#video;
  }

  /** Hears the other side; undefined before there is sound. */
  get ear(): Ear | undefined {
    return this.#ear;
  }

  /** Gets camera and microphone ready to be sent. */
  async open(settings: PeerSettings): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const video = layOut(stream);
    this.#video = video;
    const connection = new RTCPeerConnection();
    this.#connection = connection;
    connection.addEventListener("track", ({ track, receiver, streams }) => {
      receiver.jitterBufferTarget = 0;
      video.srcObject = streams[0] ?? null;
      if (track.kind === "audio") this.#ear = Ear.toTrack(track);
    });
    for (const track of stream.getTracks()) {
      const sender = connection.addTrack(track, stream);
      if (track.kind === "video") await limit(sender, settings);
    }
    if (settings.redundantSound) preferRedundantSound(connection);
  }

  /** The description is without addresses: those are in `candidates`. */
  async offer(): Promise<string> {
    const connection = this.#opened();
    const offer = await connection.createOffer();
    await connection.setLocalDescription(offer);
    return offer.sdp ?? "";
  }

  async answer(offer: string): Promise<string> {
    const connection = this.#opened();
    await connection.setRemoteDescription({ type: "offer", sdp: offer });
    const answer = await connection.createAnswer();
    await connection.setLocalDescription(answer);
    return answer.sdp ?? "";
  }

  async accept(answer: string): Promise<void> {
    await this.#opened().setRemoteDescription({ type: "answer", sdp: answer });
  }

  /** All addresses at which this end can be reached. */
  async candidates(): Promise<string[]> {
    const connection = this.#opened();
    while (connection.iceGatheringState !== "complete") {
      await new Promise((resolve) =>
        connection.addEventListener("icegatheringstatechange", resolve, { once: true }),
      );
    }
    const lines = connection.localDescription?.sdp.split("\r\n") ?? [];
    return lines.filter((line) => line.startsWith("a=candidate:")).map((line) => line.slice("a=".length));
  }

  /** Addresses of the other end. All media share the first line's. */
  async addCandidates(candidates: readonly string[]): Promise<void> {
    for (const candidate of candidates) await this.#opened().addIceCandidate({ candidate, sdpMLineIndex: 0 });
  }

  /** What of the other side's sound had to be made up so far. */
  async soundCounts(): Promise<SoundCounts> {
    const inbound = (await this.#reports()).find(isOf("inbound-rtp", "audio"));
    const { totalSamplesReceived = 0, concealedSamples = 0, silentConcealedSamples = 0 } = inbound ?? {};
    return { totalSamplesReceived, concealedSamples, silentConcealedSamples };
  }

  /** What was agreed on and what it does at present, for whoever wonders about the figures. */
  async describe(): Promise<WebRtcDescription> {
    const reports = await this.#reports();
    const [audio, video] = ["audio", "video"].map((kind) => reports.find(isOf("outbound-rtp", kind)));
    const codec = (sent: Report | undefined) => reports.find(({ id }) => id === sent?.codecId)?.mimeType;
    const pair = reports.find(({ type, nominated }) => type === "candidate-pair" && nominated);
    return {
      soundBytes: Math.round((audio?.bytesSent ?? Number.NaN) / (audio?.packetsSent ?? Number.NaN)),
      videoCodec: codec(video),
      encoder: video?.encoderImplementation,
      limitedBy: video?.qualityLimitationReason,
      retransmitted: video?.retransmittedPacketsSent,
      roundTrip: (pair?.currentRoundTripTime ?? Number.NaN) * 1000,
    };
  }

  async #reports(): Promise<Report[]> {
    const reports: Report[] = [];
    (await this.#opened().getStats()).forEach((report) => {
      reports.push(report);
    });
    return reports;
  }

  #opened(): RTCPeerConnection {
    if (this.#connection === undefined) throw new Error("The peer is not open");
    return this.#connection;
  }
}

function isOf(wantedType: string, wantedKind: string): (report: Report) => boolean {
  return ({ type, kind }) => type === wantedType && kind === wantedKind;
}

/** Makes the page, and returns where the other side is to be shown. */
function layOut(own: MediaStream): HTMLVideoElement {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LAYOUT);
  document.adoptedStyleSheets = [sheet];
  const [other, mirror] = ["other", "own"].map((className) => {
    const video = document.createElement("video");
    return Object.assign(video, { className, autoplay: true });
  }) as [HTMLVideoElement, HTMLVideoElement];
  mirror.srcObject = own;
  mirror.muted = true;
  document.body.replaceChildren(other, mirror);
  return other;
}

async function limit(sender: RTCRtpSender, settings: PeerSettings): Promise<void> {
  const { maxBitrate, degradationPreference } = settings;
  const parameters = sender.getParameters();
  if (maxBitrate !== undefined) for (const encoding of parameters.encodings) encoding.maxBitrate = maxBitrate;
  if (degradationPreference !== undefined) parameters.degradationPreference = degradationPreference;
  await sender.setParameters(parameters);
}

function preferRedundantSound(connection: RTCPeerConnection): void {
  const codecs = RTCRtpSender.getCapabilities("audio")?.codecs ?? [];
  const isRedundant = ({ mimeType }: RTCRtpCodec) => mimeType.toLowerCase() === "audio/red";
  const inOrder = [...codecs.filter(isRedundant), ...codecs.filter((codec) => !isRedundant(codec))];
  for (const transceiver of connection.getTransceivers()) {
    if (transceiver.sender.track?.kind === "audio") transceiver.setCodecPreferences(inOrder);
  }
}
