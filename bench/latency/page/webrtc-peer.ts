import { Ear } from "./ear.ts";

/** As in the app, the other side is large and oneself stands in its corner: the same work for the display. */
const LAYOUT = `
  body { margin: 0; background: #111; }
  .other { position: fixed; inset: 79px 13px auto; inline-size: calc(100% - 26px); }
  .own { position: fixed; inset: auto 20px 100px auto; inline-size: 22%; transform: scaleX(-1); border-radius: 12px; }
`;

/** One end of a plain WebRTC call, set to show pictures as early as it can. The other end is in another page. */
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

  /** Sends camera and microphone, the picture at most at `bitrate` bits per second. */
  async open(bitrate: number): Promise<void> {
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
      if (track.kind === "video") await limit(sender, bitrate);
    }
  }

  async offer(): Promise<string> {
    const connection = this.#opened();
    await connection.setLocalDescription(await connection.createOffer());
    return await gathered(connection);
  }

  async answer(offer: string): Promise<string> {
    const connection = this.#opened();
    await connection.setRemoteDescription({ type: "offer", sdp: offer });
    await connection.setLocalDescription(await connection.createAnswer());
    return await gathered(connection);
  }

  async accept(answer: string): Promise<void> {
    await this.#opened().setRemoteDescription({ type: "answer", sdp: answer });
  }

  #opened(): RTCPeerConnection {
    if (this.#connection === undefined) throw new Error("The peer is not open");
    return this.#connection;
  }
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

/** Keeps the camera's size, so that both systems show the same picture. */
async function limit(sender: RTCRtpSender, bitrate: number): Promise<void> {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) encoding.maxBitrate = bitrate;
  parameters.degradationPreference = "maintain-resolution";
  await sender.setParameters(parameters);
}

/** The description with all of this end's addresses in it: nothing has to follow. */
async function gathered(connection: RTCPeerConnection): Promise<string> {
  while (connection.iceGatheringState !== "complete") {
    await new Promise((resolve) =>
      connection.addEventListener("icegatheringstatechange", resolve, { once: true }),
    );
  }
  return connection.localDescription?.sdp ?? "";
}
