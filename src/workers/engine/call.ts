import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeFeedback, encodeFeedback } from "../../transport/wire/feedback.ts";
import { routeFeedback } from "../../transport/wire/feedback-route.ts";
import { Flow, mediaFlows } from "../../transport/wire/flows.ts";
import { decodeMediaPacket } from "../../transport/wire/rtp.ts";
import type { LeaveReason } from "../../transport/wire/signaling.ts";
import { type MemberId, memberOf, ssrcOf, Track, trackOf } from "../../transport/wire/ssrc.ts";
import type { Bytes } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import { type Invite, inviteKey } from "../../trust/invite.ts";
import { MediaKeys } from "../../trust/media-keys.ts";
import { ADMISSION, type LinkEnd, type PeerLink, type ProvenPeer } from "../../trust/peer-link.ts";
import { defaultPermissions } from "../../trust/permissions.ts";
import type { SframeGrant } from "../../trust/sframe.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import type { ToPlayout } from "../audio/messages.ts";
import { Admission, type Refusal } from "./admission.ts";
import type { Contacts } from "./contacts.ts";
import type { CallEnd, CallId, CallMessage, FromEngine, Known, PeerId, SelfProfile } from "./messages.ts";
import type { Network } from "./network.ts";
import { Participant } from "./participant.ts";
import { Pictures } from "./pictures.ts";
import { Remembering } from "./remembering.ts";
import { Room } from "./room.ts";
import { Roster } from "./roster.ts";
import { AudioSender } from "./send-audio.ts";
import { type Outlet, VideoSender } from "./send-video.ts";

/** What leads into a call: an invite, or a ring between two paired devices. */
export type CallTerms =
  | { readonly kind: "invite"; readonly invite: Invite; readonly key: Bytes }
  | {
      readonly kind: "ring";
      readonly room: Bytes;
      readonly key: Bytes;
      readonly expected: Fingerprint;
      /** Whether this side was called: then the other is there already. */
      readonly answered: boolean;
    };

interface CallParts {
  readonly terms: CallTerms;
  readonly keys: MediaKeys<PeerLink>;
  readonly network: Network;
  readonly store: TrustStore;
  readonly contacts: Contacts;
  readonly self: SelfProfile;
  /** As the page names this call. */
  readonly id: CallId;
  readonly post: (message: FromEngine) => void;
  readonly onEnd: (why: CallEnd) => void;
}

const refusals: ReadonlySet<string> = new Set<Refusal>([
  "revoked",
  "wrong-device",
  "invite-expired",
  "invite-used",
]);
/** How long one waits in an answered call for a caller who should be there. Milliseconds. */
const CALLER_PATIENCE = 10_000;
/** How long somebody who was let in may take to say who they are. Milliseconds. */
const ANONYMITY = 5_000;
/** Who leaves is heard to break off a moment before the relay says why. Milliseconds. */
const GOODBYE = 200;
const now = () => performance.now();

/** One call: a room, the links to everyone in it, and their media. Owns them all and closes them together. */
export class Call {
  readonly #parts: CallParts;
  readonly #post: (message: CallMessage) => void;
  #room: Room;
  readonly #admission: Admission;
  readonly #roster: Roster;
  readonly #pictures = new Pictures();
  readonly #keys: MediaKeys<PeerLink>;
  readonly #video: VideoSender;
  readonly #audio: AudioSender;
  readonly #participants = new Map<MemberId, Participant>();
  readonly #remembering = new Map<PeerLink, Remembering>();
  readonly #names = new WeakMap<PeerLink, string>();
  readonly #unveiled = new WeakSet<PeerLink>();
  readonly #welcomed = new WeakSet<PeerLink>();
  /** Those whose link is over and of whom the relay has not said yet what became of them. */
  readonly #departing = new Map<MemberId, PeerId>();
  /** Those that are let in once the inviter says so. */
  readonly #waiting = new Map<PeerLink, ProvenPeer>();
  /** Tells the windows of one device apart. */
  readonly #instance = crypto.getRandomValues(new Uint8Array(8));
  #terms: CallTerms;
  #self: SelfProfile;
  #playout: MessagePort | undefined;
  #closed = false;
  #enteredAt: number | undefined;
  #hasMet = false;

  static async create(parts: Omit<CallParts, "keys">): Promise<Call> {
    const keys = await MediaKeys.create<PeerLink>({ now, give: giveKey });
    return new Call({ ...parts, keys });
  }

  private constructor(parts: CallParts) {
    const { terms, store, contacts } = parts;
    const post = (message: CallMessage) => {
      if (!this.#closed) parts.post({ ...message, call: parts.id });
    };
    this.#parts = parts;
    this.#post = post;
    this.#terms = terms;
    this.#self = parts.self;
    this.#keys = parts.keys;
    this.#admission = new Admission({
      self: store.identity.fingerprint,
      knows: (fingerprint) => contacts.standing(fingerprint),
      invite: () => this.#invite,
      expected: terms.kind === "ring" ? terms.expected : undefined,
      admitted: store.invite(roomOf(terms))?.admitted ?? [],
      now: () => Date.now(),
    });
    this.#roster = new Roster((peers) => post({ type: "peers", peers }));
    const seal = (frame: Bytes, header: Bytes, headroom: number) => this.#keys.seal(frame, header, headroom);
    this.#video = new VideoSender({ seal, now, flow: Flow.video, outlet: () => this.#outlet(Track.video) });
    this.#audio = new AudioSender({ seal, now, outlet: () => this.#outlet(Track.audio) });
    this.#tellInvite();
    this.#room = this.#enterRoom();
  }

  get id(): CallId {
    return this.#parts.id;
  }

  setProfile(self: SelfProfile): void {
    this.#self = self;
    for (const { link } of this.#participants.values()) this.#introduceTo(link);
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

  remember(peer: PeerId, wanted: boolean): void {
    const member = this.#roster.memberOf(peer);
    const participant = member && this.#participants.get(member);
    // Nobody but whom the person has looked at.
    if (!participant || !peer.startsWith(bytesToHex(participant.peer.fingerprint))) return;
    this.#remembering.get(participant.link)?.want(wanted);
  }

  /** Of the inviter only: those who have the old link and are not in yet stay out. */
  async renewInvite(invite: Invite): Promise<void> {
    if (!this.#admission.isInviter) return;
    const { secret, expiresAt, uses, guestsTalk } = invite;
    await this.#setInvite(invite);
    for (const { link } of this.#participants.values()) {
      const message = { type: "invite", secret, uses, guestsTalk } as const;
      link.send(expiresAt === undefined ? message : { ...message, expiresAt }).catch(() => undefined);
    }
  }

  /** To another room, before anybody is in this one. */
  moveTo(terms: CallTerms): void {
    if (this.#closed) return;
    this.#parts.network.remove(this.#room);
    this.#terms = terms;
    this.#room = this.#enterRoom();
  }

  get invite(): Invite | undefined {
    return this.#invite;
  }

  /** A packet of any member; throws a WireError for one that cannot be understood. */
  handlePacket(flow: Flow, packet: Uint8Array): void {
    if (flow === Flow.feedback) this.#handleFeedback(packet);
    else if (flow === Flow.audio || flow === Flow.video) this.#handleMedia(flow, packet);
  }

  /** About twice a second, while connected. */
  poll(): void {
    this.#roster.poll(now());
    this.#keys.poll();
    // A yes that crossed the caller's giving up.
    const isExpecting = this.#terms.kind === "ring" && this.#terms.answered && !this.#hasMet;
    if (isExpecting && now() - (this.#enteredAt ?? now()) > CALLER_PATIENCE) {
      this.#parts.onEnd("hung-up");
      return;
    }
    for (const { link, since } of [...this.#participants.values()])
      if (!this.#unveiled.has(link) && now() - since > ANONYMITY) link.close("misbehaved");
  }

  /** What is known of a device has changed: a grant, a revocation. Holds at once. */
  handleKnowledge(): void {
    for (const { link, peer } of [...this.#participants.values()]) {
      link.poll();
      this.#roster.change(link.other, {
        known: this.#knownAs(peer.fingerprint, this.#names.get(link) ?? ""),
      });
    }
  }

  close(): void {
    this.#closed = true;
    this.#parts.network.remove(this.#room);
    this.#video.close();
    this.#audio.close();
    this.#pictures.close();
    this.#playout?.close();
  }

  #enterRoom(): Room {
    const { store, network, onEnd } = this.#parts;
    const room = new Room(roomOf(this.#terms), {
      opening: "newcomer",
      credentials: () => ({ identity: store.identity, proof: { kind: "secret", secret: this.#terms.key } }),
      standing: ({ fingerprint }) => this.#admission.standing(fingerprint),
      onEntered: () => {
        this.#roster.handleConnected(now());
        this.#video.requestKeyFrame();
        this.#enteredAt ??= now();
        this.#post({ type: "entered" });
      },
      onLost: () => this.#roster.handleConnectionLost(now()),
      onRefused: (code) => onEnd(code === "room-full" ? "room-full" : "refused"),
      onUp: (link, peer) => this.#handleUp(link, peer),
      onMessage: (link, message) => this.#handleMessage(link, message),
      onDown: (link, end) => this.#handleDown(link, end),
      onGone: (member, reason) => this.#handleGone(member, reason),
    });
    network.add(room);
    return room;
  }

  get #invite(): Invite | undefined {
    return this.#terms.kind === "invite" ? this.#terms.invite : undefined;
  }

  /** One's own media leave only where the invite allows it. */
  get #mayTalk(): boolean {
    return this.#invite?.guestsTalk !== false || this.#admission.isInviter;
  }

  async #setInvite(invite: Invite): Promise<void> {
    const key = await inviteKey(invite);
    if (this.#closed) return;
    this.#terms = { kind: "invite", invite, key };
    this.#room.renewPending();
    this.#writeInvite();
    this.#tellInvite();
  }

  #tellInvite(): void {
    const invite = this.#invite;
    if (invite === undefined) return;
    const own = this.#admission.isInviter;
    this.#post({ type: "invite", invite, own, used: this.#admission.admitted.length });
  }

  /** What the inviter has to know again after a reload. */
  #writeInvite(): void {
    const invite = this.#invite;
    if (invite === undefined || !this.#admission.isInviter) return;
    const record = { invite, admitted: this.#admission.admitted };
    this.#parts.store.putInvite(record, Date.now()).catch(() => undefined);
  }

  #handleUp(link: PeerLink, peer: ProvenPeer): void {
    const verdict = this.#admission.judge(peer.fingerprint);
    if (verdict === "admit") this.#admit(link, peer);
    else if (verdict === "wait") this.#waiting.set(link, peer);
    else {
      void link.dismiss(verdict);
      this.#post({ type: "kept-out", why: verdict });
    }
  }

  /** From here on the two see and hear each other. */
  #admit(link: PeerLink, peer: ProvenPeer): void {
    const { connection } = this.#room;
    if (connection === undefined || this.#participants.has(link.other)) return;
    this.#waiting.delete(link);
    this.#admission.note(peer.fingerprint);
    const { other } = link;
    const participant = new Participant({
      link,
      peer,
      play: (timestamp, samples) =>
        this.#tellPlayout({ type: "sound", source: other, timestamp, samples }, [samples.buffer]),
      show: (frame) => {
        const id = this.#roster.peerOf(other);
        if (id === undefined) frame.close();
        else this.#pictures.show(id, frame);
      },
      onSpeaking: (speaking) => this.#roster.handleSpeaking(other, speaking),
      requestKeyFrame: () => this.#requestKeyFrame(other),
    });
    this.#participants.set(other, participant);
    this.#hasMet = true;
    this.#remembering.set(link, this.#createRemembering(link, peer));
    connection.signaling.send({ type: "subscribe", member: other, flows: [...mediaFlows], maxLayer: 7 });
    this.#introduceTo(link);
    if (this.#admission.isInviter) this.#announce(link, peer);
  }

  /**
   * Whoever has said who they are is shown, and only whoever is shown sees and hears. What was said to them before may have been
   * said too early.
   */
  #unveil(link: PeerLink): void {
    if (this.#unveiled.has(link)) return;
    this.#unveiled.add(link);
    this.#introduceTo(link);
    this.#keys.add(link);
  }

  /** The inviter vouches for a newcomer to those who are here, and for them to the newcomer. */
  #announce(newcomer: PeerLink, { fingerprint }: ProvenPeer): void {
    this.#writeInvite();
    this.#tellInvite();
    for (const { link, peer } of this.#participants.values()) {
      if (link === newcomer) continue;
      link.send({ type: "admitted", fingerprint }).catch(() => undefined);
      newcomer.send({ type: "admitted", fingerprint: peer.fingerprint }).catch(() => undefined);
    }
  }

  #createRemembering(link: PeerLink, peer: ProvenPeer): Remembering {
    const { contacts } = this.#parts;
    const remembering: Remembering = new Remembering({
      link,
      onChange: () => this.#roster.change(link.other, { remember: remembering.view }),
      onAgreed: () => {
        const name = this.#names.get(link) ?? "";
        contacts.pair(link, peer, name, defaultPermissions);
      },
    });
    return remembering;
  }

  #handleMessage(link: PeerLink, message: ControlMessage): void {
    const participant = this.#participants.get(link.other);
    this.#parts.contacts.handleMessage(link, message);
    switch (message.type) {
      case "profile":
        this.#names.set(link, message.name);
        this.#handleProfile(link, message);
        break;
      case "media-key":
        participant?.addKey(message).then(
          () => link.send({ type: "media-key-ack", epoch: message.epoch }).catch(() => undefined),
          () => link.close("violated"),
        );
        break;
      case "media-key-ack":
        this.#keys.handleAck(link, message.epoch);
        this.#welcome(link);
        break;
      case "remember":
        this.#remembering.get(link)?.handle(message);
        break;
      case "admitted":
        if (this.#isInviter(link)) this.#handleAdmitted(message.fingerprint as Fingerprint);
        break;
      case "invite":
        if (this.#isInviter(link)) void this.#handleInvite(message);
        break;
      case "error":
        if (message.about === ADMISSION && refusals.has(message.code) && this.#isHost(link))
          this.#parts.onEnd(message.code as Refusal);
        break;
    }
  }

  /** Whoever can open our frames for the first time gets one to begin with, unasked. */
  #welcome(link: PeerLink): void {
    if (this.#welcomed.has(link)) return;
    this.#welcomed.add(link);
    this.#video.requestKeyFrame();
  }

  #isInviter({ peer }: PeerLink): boolean {
    return peer !== undefined && this.#admission.isInvitedBy(peer.fingerprint);
  }

  /** Who decides whether we are in: the inviter, or the one other device of a ring. */
  #isHost(link: PeerLink): boolean {
    return this.#terms.kind === "ring" || this.#isInviter(link);
  }

  #handleAdmitted(fingerprint: Fingerprint): void {
    this.#admission.note(fingerprint);
    for (const [link, peer] of this.#waiting)
      if (sameFingerprint(peer.fingerprint, fingerprint)) this.#admit(link, peer);
  }

  async #handleInvite(message: Extract<ControlMessage, { type: "invite" }>): Promise<void> {
    const invite = this.#invite;
    if (invite === undefined) return;
    const { secret, expiresAt, uses, guestsTalk } = message;
    await this.#setInvite({ ...invite, secret, expiresAt, uses, guestsTalk });
  }

  #handleDown(link: PeerLink, end: LinkEnd): void {
    this.#waiting.delete(link);
    this.#remembering.delete(link);
    const participant = this.#participants.get(link.other);
    if (participant?.link !== link) {
      if (end === "rejected" || end === "violated") this.#handleRejected();
      return;
    }
    this.#participants.delete(link.other);
    this.#keys.remove(link);
    participant.close();
    this.#tellPlayout({ type: "end", source: link.other });
    const id = this.#roster.detach(link.other);
    if (id === undefined) return;
    if (end === "revoked" || end === "misbehaved" || end === "violated") {
      this.#roster.handleLeft(id, "removed", now());
      return;
    }
    this.#departing.set(link.other, id);
    setTimeout(() => this.#roster.handleLeft(id, "lost", now()), GOODBYE);
  }

  #handleGone(member: MemberId, reason: LeaveReason): void {
    const id = this.#departing.get(member);
    this.#departing.delete(member);
    if (id === undefined) return;
    this.#roster.handleLeft(id, reason, now());
    if (reason === "left" && this.#terms.kind === "ring") this.#parts.onEnd("hung-up");
  }

  /** Either a stranger came to us, or we come as one: with an invite that nobody who was here before us accepts any more. */
  #handleRejected(): void {
    const { links } = this.#room;
    const asked = links.filter(({ began }) => began);
    const nobody = asked.length > 0 && asked.every(({ ended }) => ended === "rejected");
    const isStranger = nobody && this.#participants.size === 0 && !this.#admission.isInviter;
    if (isStranger && this.#invite !== undefined) this.#parts.onEnd("invite-expired");
    else this.#post({ type: "kept-out", why: "stranger" });
  }

  #handleProfile(link: PeerLink, profile: Extract<ControlMessage, { type: "profile" }>): void {
    const participant = this.#participants.get(link.other);
    if (participant?.link !== link) return;
    const { fingerprint } = participant.peer;
    const { name, microphone, camera } = profile;
    const known = this.#knownAs(fingerprint, name);
    const remember = this.#remembering.get(link)?.view ?? { own: false, theirs: false };
    const id = `${bytesToHex(fingerprint)}.${bytesToHex(profile.instance)}` as PeerId;
    const appearance = { name, microphone, camera, fingerprint, known, remember };
    this.#departing.delete(link.other);
    const previous = this.#roster.handleAppearance(link.other, id, appearance);
    if (previous !== undefined) this.#room.link(previous)?.close();
    this.#unveil(link);
  }

  #knownAs(fingerprint: Fingerprint, name: string): Known {
    const { contacts } = this.#parts;
    if (contacts.standing(fingerprint).state === "paired") return "paired";
    if (contacts.isNameTaken(name, { fingerprint })) return "lookalike";
    return this.#admission.isInvitedBy(fingerprint) ? "inviter" : "guest";
  }

  #introduceTo(link: PeerLink): void {
    link.send({ type: "profile", instance: this.#instance, ...this.#self }).catch(() => undefined);
  }

  #requestKeyFrame(member: MemberId): boolean {
    const outlet = this.#address(Track.video);
    // Who shows no picture has no key frame to send.
    if (outlet === undefined || this.#roster.cameraOf(member) !== "on") return false;
    const media = ssrcOf(member, Track.video);
    const feedback = encodeFeedback({ type: "picture-loss", sender: outlet.ssrc, media });
    return outlet.media.sendDatagram(Flow.feedback, feedback);
  }

  #handleFeedback(packet: Uint8Array): void {
    const participant = this.#participants.get(memberOf(routeFeedback(packet).reporter));
    if (participant?.link.admits(Flow.feedback) !== true) return;
    for (const { media } of decodeFeedback(packet))
      if (memberOf(media) === this.#room.self) this.#video.requestKeyFrame();
  }

  #handleMedia(flow: Flow, bytes: Uint8Array): void {
    const packet = decodeMediaPacket(bytes);
    const participant = this.#participants.get(memberOf(packet.ssrc));
    if (participant?.link.admits(flow) !== true) return;
    const track = trackOf(packet.ssrc);
    if (flow === Flow.audio && track === Track.audio) void participant.audio.receive(packet);
    if (flow === Flow.video && track === Track.video) void participant.video.receive(packet);
  }

  #tellPlayout(message: ToPlayout, transfer: Transferable[] = []): void {
    this.#playout?.postMessage(message, transfer);
  }

  /** Undefined while there is nobody to send to: encoding for no one would only warm the room. */
  #outlet(track: Track): Outlet | undefined {
    return this.#participants.size === 0 || !this.#mayTalk ? undefined : this.#address(track);
  }

  #address(track: Track): Outlet | undefined {
    const { connection, self } = this.#room;
    return connection && self !== undefined
      ? { media: connection.media, ssrc: ssrcOf(self, track) }
      : undefined;
  }
}

function roomOf(terms: CallTerms): Bytes {
  return terms.kind === "invite" ? terms.invite.room : terms.room;
}

function giveKey(link: PeerLink, { keyId, baseKey }: SframeGrant): void {
  link.send({ type: "media-key", epoch: keyId, key: baseKey }).catch(() => undefined);
}
