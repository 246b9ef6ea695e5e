import { withTimeout } from "../../transport/timeout.ts";
import type { LeaveReason } from "../../transport/wire/signaling.ts";
import type { MemberId } from "../../transport/wire/ssrc.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import type { Invite } from "../../trust/invite.ts";
import type { MediaKeys } from "../../trust/media-keys.ts";
import { ADMISSION, type LinkEnd, type PeerLink, type ProvenPeer } from "../../trust/peer-link.ts";
import { defaultPermissions } from "../../trust/permissions.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import { Admission, type Refusal } from "./admission.ts";
import { CallMedia, createMediaKeys } from "./call-media.ts";
import type { CallEnd, CallProgress } from "./call-progress.ts";
import { type CallTerms, handoffOf, invited, roomOf } from "./call-terms.ts";
import { Chat } from "./chat/chat.ts";
import type { Contacts } from "./contacts.ts";
import { wishesFor } from "./data-use.ts";
import { Demand } from "./demand.ts";
import type { Encoders } from "./encoders.ts";
import type { HandoffMessage } from "./handoff.ts";
import type {
  CallId,
  CallMessage,
  DataUse,
  FromEngine,
  Known,
  PeerId,
  SelfProfile,
  ToEngine,
} from "./messages.ts";
import type { Network } from "./network.ts";
import { Remembering } from "./remembering.ts";
import { Room } from "./room.ts";
import { Roster } from "./roster.ts";
import { peerIdOf, SharedStages } from "./shared-stages.ts";
import { type Appointment, Succession } from "./succession.ts";

interface CallParts {
  readonly terms: CallTerms;
  readonly network: Network;
  readonly store: TrustStore;
  readonly contacts: Contacts;
  readonly self: SelfProfile;
  readonly encoders: Pick<Encoders, "choose">;
  /** Payload types of video that this device can decode. */
  readonly decodes: readonly number[];
  /** As the page names this call. */
  readonly id: CallId;
  readonly post: (message: FromEngine) => void;
  /** How far it has come: the call takes it from there. Its owner closes the call when that is over. */
  readonly progress: CallProgress;
  /** The device of this person that this one takes the place of, and what it was allowed. */
  readonly predecessor?: Predecessor | undefined;
}

interface Predecessor {
  readonly fingerprint: Fingerprint;
  readonly mayTalk: boolean;
}

/** What it means for us that somebody does not let us in. */
const refusals: Readonly<Record<Refusal, CallEnd>> = {
  revoked: "invite-expired",
  "wrong-device": "wrong-device",
  "invite-expired": "invite-expired",
  "invite-used": "invite-used",
};
/** How long somebody who was let in may take to say who they are. Milliseconds. */
const ANONYMITY = 5_000;
/** Who leaves is heard to break off a moment before the relay says why. Milliseconds. */
const GOODBYE = 200;
/** For everybody's word that they let the successor in. Whoever says nothing hears it a moment later. Milliseconds. */
const ACK_PATIENCE = 1_000;
/** From the successor's first word to the others until this device goes: by then they see it. Milliseconds. */
const OVERLAP = 1_500;
/** How long two devices of one person may be in the call while one takes the place of the other. Milliseconds. */
const MOVE_TIME = 30_000;
/** The place of this device itself, which is not on its own stage. */
const OWN_PLACE = "" as PeerId;
/** A little less than the second that it is meant to be: what asks for it comes twice a second. Milliseconds. */
const STATISTICS_INTERVAL = 900;
const now = () => performance.now();

/** One call: a room, the links to everyone in it, and their media. Owns them all and closes them together. */
export class Call {
  readonly #parts: CallParts;
  readonly #post: (message: CallMessage) => void;
  #room: Room;
  readonly #admission: Admission;
  readonly #roster: Roster;
  readonly #media: CallMedia;
  readonly #chat: Chat;
  readonly #demand = new Demand({ now, subscribe: (member) => this.#subscribe(member) });
  readonly #remembering = new Map<PeerLink, Remembering>();
  readonly #stages: SharedStages;
  readonly #names = new WeakMap<PeerLink, string>();
  readonly #unveiled = new WeakSet<PeerLink>();
  /** Those whose link is over and of whom the relay has not said yet what became of them. */
  readonly #departing = new Map<MemberId, PeerId | undefined>();
  /** Those that are let in once the inviter says so. */
  readonly #waiting = new Map<PeerLink, ProvenPeer>();
  readonly #succession = new Succession();
  /** Those who have not said yet that they let our successor in. */
  readonly #unheard = new Map<PeerLink, () => void>();
  readonly #since = now();
  /** Tells the windows of one device apart. */
  readonly #instance = crypto.getRandomValues(new Uint8Array(8));
  #terms: CallTerms;
  #self: SelfProfile;
  #closed = false;
  #isConnected = true;
  #toldAt = 0;
  #wishes = wishesFor("full");

  static async create(parts: CallParts): Promise<Call> {
    return new Call(parts, await createMediaKeys());
  }

  private constructor(parts: CallParts, keys: MediaKeys<PeerLink>) {
    const { terms, store, contacts } = parts;
    const post = (message: CallMessage) => {
      if (!this.#closed) parts.post({ ...message, call: parts.id });
    };
    this.#parts = parts;
    this.#post = post;
    this.#terms = terms;
    this.#self = parts.self;
    this.#roster = new Roster((peers) => {
      post({ type: "peers", peers });
      this.#settle();
    });
    this.#stages = new SharedStages({
      self: () => peerIdOf(store.identity.fingerprint, this.#instance),
      roster: this.#roster,
      now,
      onDeed: (deed) => post({ type: "stage-deed", deed }),
    });
    this.#media = new CallMedia({
      keys,
      room: () => this.#room,
      roster: this.#roster,
      mayTalk: () => this.#mayTalk,
      encoders: parts.encoders,
      onSpeaker: (peer) => post({ type: "speaker", peer }),
    });
    this.#chat = new Chat({
      now,
      wallClock: () => Date.now(),
      isPressed: () => this.#media.isPressed,
      onEntry: (entry) => post({ type: "chat", entry }),
    });
    this.#admission = new Admission({
      self: store.identity.fingerprint,
      knows: (fingerprint) => contacts.standing(fingerprint),
      invite: () => this.invite,
      expected: terms.kind === "ring" ? terms.expected : undefined,
      admitted: store.invite(roomOf(terms))?.admitted ?? [],
      appointedBy: (fingerprint) => this.#succession.appointmentOf(fingerprint, now())?.from,
      now: () => Date.now(),
    });
    this.#tellInvite();
    this.#room = this.#createRoom();
    parts.network.add(this.#room);
    parts.progress.onChange(({ phase }) => {
      if (phase === "connecting") this.#settle();
    });
  }

  get id(): CallId {
    return this.#parts.id;
  }

  setProfile(self: SelfProfile): void {
    this.#self = self;
    for (const { link } of this.#media.participants) this.#introduceTo(link);
  }

  /** What is sent and asked for from now on. */
  setDataUse(use: DataUse): void {
    this.#wishes = wishesFor(use);
    this.#media.setCeiling(this.#wishes.ceiling);
    for (const { link } of this.#media.participants) this.#subscribe(link.other);
  }

  /** What is seen and heard. */
  get media(): CallMedia {
    return this.#media;
  }

  get chat(): Chat {
    return this.#chat;
  }

  /** Whose stages are shared with this one. */
  get stages(): SharedStages {
    return this.#stages;
  }

  /** How large somebody's picture is seen: no more of it is asked for. */
  setPictureSize({ peer, source, size }: Extract<ToEngine, { type: "picture-size" }>): void {
    this.#demand.setSize(peer, source, size);
  }

  remember(peer: PeerId, device: Fingerprint, wanted: boolean): void {
    const member = this.#roster.memberOf(peer);
    // Nobody but whom the person has looked at.
    const participant = this.#media.participants.find(
      (one) => one.link.other === member && sameFingerprint(one.peer.fingerprint, device),
    );
    if (participant !== undefined) this.#remembering.get(participant.link)?.want(wanted);
  }

  /** Of the inviter only: those who have the old link and are not in yet stay out. */
  async renewInvite(invite: Invite): Promise<void> {
    if (!this.#admission.isInviter) return;
    const { secret, expiresAt, uses, guestsTalk } = invite;
    await this.#setInvite(invite);
    for (const { link } of this.#media.participants) {
      const message = { type: "invite", secret, uses, guestsTalk } as const;
      link.send(expiresAt === undefined ? message : { ...message, expiresAt }).catch(() => undefined);
    }
  }

  /** Another device of this person takes this one's place: tells everybody, and returns what it has to know. */
  async appoint(to: Fingerprint): Promise<HandoffMessage> {
    const from = this.#parts.store.identity.fingerprint;
    this.#succession.appoint({ from, to, place: OWN_PLACE }, now());
    const heard = this.#media.participants.map(({ link }) => {
      link.send({ type: "successor", fingerprint: to }).catch(() => undefined);
      return new Promise<void>((resolve) => this.#unheard.set(link, resolve));
    });
    await withTimeout(Promise.all(heard), ACK_PATIENCE, "successor").catch(() => undefined);
    this.#unheard.clear();
    return handoffOf(this.#terms, this.#mayTalk);
  }

  /** To another room, before anybody is in this one. */
  moveTo(terms: CallTerms): void {
    if (this.#closed) return;
    this.#parts.network.remove(this.#room);
    this.#terms = terms;
    this.#room = this.#createRoom();
    this.#parts.network.add(this.#room);
  }

  get invite(): Invite | undefined {
    return this.#terms.kind === "invite" ? this.#terms.invite : undefined;
  }

  /** About twice a second, while connected. */
  poll(): void {
    this.#roster.poll(now());
    this.#media.poll();
    this.#chat.poll();
    this.#demand.poll();
    this.#tellStatistics();
    for (const { link, since } of this.#media.participants)
      if (!this.#unveiled.has(link) && now() - since > ANONYMITY) link.close("misbehaved");
  }

  /** Whether the relay is known to hear us. */
  handleConnection(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.#settle();
  }

  #tellStatistics(): void {
    if (now() - this.#toldAt < STATISTICS_INTERVAL) return;
    this.#toldAt = now();
    this.#post({ type: "statistics", statistics: this.#media.statistics });
  }

  /** What is known of a device has changed: a grant, a revocation. Holds at once. */
  handleKnowledge(): void {
    for (const { link, peer } of this.#media.participants) {
      link.poll();
      this.#roster.change(link.other, {
        known: this.#knownAs(peer.fingerprint, this.#names.get(link) ?? ""),
      });
    }
  }

  close(): void {
    this.#closed = true;
    this.#parts.network.remove(this.#room);
    this.#media.close();
    this.#chat.close();
  }

  #createRoom(): Room {
    const { store } = this.#parts;
    return new Room(roomOf(this.#terms), {
      opening: "newcomer",
      credentials: () => ({ identity: store.identity, proof: { kind: "secret", secret: this.#terms.key } }),
      standing: ({ fingerprint }) => this.#admission.standing(fingerprint),
      onEntered: () => {
        this.#roster.handleConnected(now());
        this.#chat.handleConnected();
        this.#media.requestKeyFrame();
        this.#settle();
      },
      onLost: () => this.#roster.handleConnectionLost(now()),
      onRefused: (code) => this.#end(code === "room-full" ? "room-full" : "relay-refused"),
      onUp: (link, peer) => this.#handleUp(link, peer),
      onMessage: (link, message) => this.#handleMessage(link, message),
      onChat: (link, message) => this.#chat.handle(link, message),
      onDown: (link, end) => this.#handleDown(link, end),
      onGone: (member, reason) => this.#handleGone(member, reason),
    });
  }

  /** The call is on while we have our place in it; a call of two, while the other is there as well. */
  #settle(): void {
    const { progress } = this.#parts;
    if (this.#closed) return;
    const isIn = this.#isConnected && this.#room.self !== undefined;
    const isOn = isIn && (this.#terms.kind === "invite" || this.#roster.isAnybodyHere);
    if (isOn && progress.canMoveTo("active")) progress.moveTo("active");
    if (!isOn && progress.canMoveTo("reconnecting")) progress.moveTo("reconnecting");
  }

  /** What others say or do may end a call, but not in a way that makes no sense where it stands. */
  #end(why: CallEnd): void {
    if (this.#parts.progress.canEnd(why)) this.#parts.progress.end(why);
  }

  /** One's own media leave only where the invite allows it. */
  get #mayTalk(): boolean {
    if (this.invite?.guestsTalk !== false || this.#admission.isInviter) return true;
    return this.#parts.predecessor?.mayTalk === true;
  }

  async #setInvite(invite: Invite): Promise<void> {
    const terms = await invited(invite);
    if (this.#closed) return;
    this.#terms = terms;
    this.#room.renewPending();
    this.#writeInvite();
    this.#tellInvite();
  }

  #tellInvite(): void {
    const invite = this.invite;
    if (invite === undefined) return;
    const own = this.#admission.isInviter;
    const used = this.#admission.admitted.length;
    this.#post({ type: "invite", invite, own, used, mayTalk: this.#mayTalk });
  }

  /** What the inviter has to know again after a reload. */
  #writeInvite(): void {
    const invite = this.invite;
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
    if (connection === undefined || this.#media.participant(link) !== undefined) return;
    this.#waiting.delete(link);
    this.#admission.note(peer.fingerprint);
    this.#media.add(link, peer);
    this.#remembering.set(link, this.#createRemembering(link, peer));
    this.#stages.add(link);
    this.#demand.add(link.other);
    this.#introduceTo(link);
    if (this.#admission.isInviter) this.#announce(link, peer);
  }

  /** To what can be seen, as far as it may cost something. */
  #subscribe(member: MemberId): void {
    const seen = this.#demand.subscription(member);
    const flows = this.#wishes.flows.filter((flow) => seen.flows.includes(flow));
    const maxLayer = Math.min(this.#wishes.maxLayer, seen.maxLayer);
    this.#room.connection?.signaling.send({ type: "subscribe", member, flows, maxLayer });
    this.#media.setWanted(member, flows);
  }

  /**
   * Whoever has said who they are is shown, and only whoever is shown sees and hears. What was said to them before may have been
   * said too early.
   */
  #unveil(link: PeerLink, decodes: readonly number[]): void {
    if (this.#unveiled.has(link)) return;
    this.#unveiled.add(link);
    this.#introduceTo(link);
    this.#media.show(link, decodes);
  }

  /** The inviter vouches for a newcomer to those who are here, and for them to the newcomer. */
  #announce(newcomer: PeerLink, { fingerprint }: ProvenPeer): void {
    this.#writeInvite();
    this.#tellInvite();
    for (const { link, peer } of this.#media.participants) {
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
    this.#parts.contacts.handleMessage(link, message);
    switch (message.type) {
      case "profile":
        this.#names.set(link, message.name);
        this.#handleProfile(link, message);
        break;
      case "media-key":
        this.#media.handleKey(link, message);
        break;
      case "media-key-ack":
        this.#media.handleAck(link, message.epoch);
        break;
      case "remember":
        this.#remembering.get(link)?.handle(message);
        break;
      case "stage-share":
      case "stage-place":
      case "stage-stroke":
        this.#stages.handle(link, message);
        break;
      case "admitted":
        if (this.#isInviter(link)) this.#handleAdmitted(message.fingerprint as Fingerprint);
        break;
      case "invite":
        if (this.#isInviter(link)) void this.#handleInvite(message);
        break;
      case "successor":
        this.#handleSuccessor(link, message.fingerprint as Fingerprint);
        break;
      case "successor-ack":
        this.#unheard.get(link)?.();
        break;
      case "error":
        if (message.about === ADMISSION && Object.hasOwn(refusals, message.code) && this.#isHost(link))
          this.#handleRefusal(message.code as Refusal);
        break;
    }
  }

  #handleRefusal(code: Refusal): void {
    // Whose place is taken by their other device is nobody who was expected any more.
    const isTaken = code !== "revoked" && this.#succession.isAwaitedAt(OWN_PLACE, now());
    this.#end(isTaken ? "moved" : refusals[code]);
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
    const invite = this.invite;
    if (invite === undefined) return;
    const { secret, expiresAt, uses, guestsTalk } = message;
    await this.#setInvite({ ...invite, secret, expiresAt, uses, guestsTalk });
  }

  #handleDown(link: PeerLink, end: LinkEnd): void {
    this.#waiting.delete(link);
    this.#remembering.delete(link);
    this.#chat.detach(link);
    const participant = this.#media.participant(link);
    if (participant === undefined) {
      if (end === "rejected" || end === "violated") this.#handleRejected();
      return;
    }
    this.#media.remove(link);
    this.#demand.remove(link.other);
    this.#stages.remove(link);
    // What becomes of one's own other device is no news.
    if (this.#isOwnOther(participant.peer.fingerprint)) return;
    const id = this.#roster.detach(link.other);
    this.#departing.set(link.other, id);
    if (id === undefined) return;
    if (end === "revoked" || end === "misbehaved" || end === "violated") {
      this.#departing.delete(link.other);
      this.#roster.handleLeft(id, "removed", now());
      this.#chat.end(id);
      return;
    }
    setTimeout(() => this.#roster.handleLeft(id, "lost", now()), GOODBYE);
  }

  #handleGone(member: MemberId, reason: LeaveReason): void {
    const id = this.#departing.get(member);
    if (!this.#departing.delete(member)) return;
    if (id !== undefined && this.#succession.isAwaitedAt(id, now())) {
      this.#roster.handleLeft(id, "replaced", now());
      return;
    }
    if (id !== undefined) this.#roster.handleLeft(id, reason, now());
    if (id !== undefined && (reason === "left" || reason === "removed")) this.#chat.end(id);
    if (reason === "left" && this.#terms.kind === "ring") this.#end("hung-up");
  }

  /** Either a stranger came to us, or we come as one: with an invite that nobody who was here before us accepts any more. */
  #handleRejected(): void {
    const { links } = this.#room;
    const asked = links.filter(({ began }) => began);
    const nobody = asked.length > 0 && asked.every(({ ended }) => ended === "rejected");
    const isStranger = nobody && this.#media.participants.length === 0 && !this.#admission.isInviter;
    if (isStranger && this.invite !== undefined) this.#end("invite-expired");
    else this.#post({ type: "kept-out", why: "stranger" });
  }

  #handleProfile(link: PeerLink, profile: Extract<ControlMessage, { type: "profile" }>): void {
    const participant = this.#media.participant(link);
    if (participant === undefined) return;
    const { fingerprint } = participant.peer;
    if (this.#isOwnOther(fingerprint)) {
      this.#makeRoom(fingerprint);
      return;
    }
    const { name, microphone, camera, screen = "off" } = profile;
    const own = peerIdOf(fingerprint, profile.instance);
    const appointment = this.#succession.settle(fingerprint, own, now());
    if (appointment !== undefined) this.#handleMoved(appointment);
    const id = this.#succession.placeOf(own);
    const known = this.#knownAs(fingerprint, name);
    const movedFrom = this.#succession.originOf(fingerprint);
    const remember = this.#remembering.get(link)?.view ?? { own: false, theirs: false };
    const sharing = this.#stages.view(link);
    const appearance = { name, microphone, camera, screen, fingerprint, known, movedFrom, remember, sharing };
    this.#departing.delete(link.other);
    this.#demand.identify(link.other, id);
    const previous = this.#roster.handleAppearance(link.other, id, appearance);
    if (previous !== undefined) {
      this.#room.link(previous)?.close();
      // Somebody else is there already: that nobody is at the old one ends nothing.
      this.#departing.delete(previous);
    }
    this.#unveil(link, profile.decodes ?? []);
    // By the device's own name: what was said to the one before is numbered apart.
    this.#chat.attach(own, name, link);
  }

  /** Only whom we see may move, and only to a device that has no place yet. */
  #handleSuccessor(link: PeerLink, to: Fingerprint): void {
    const place = this.#roster.peerOf(link.other);
    const from = link.peer?.fingerprint;
    if (place === undefined || from === undefined || this.#isHere(to)) return;
    if (!this.#succession.appoint({ from, to, place }, now())) return;
    link.send({ type: "successor-ack", fingerprint: to }).catch(() => undefined);
  }

  #isHere(fingerprint: Fingerprint): boolean {
    const here = [
      this.#parts.store.identity.fingerprint,
      ...this.#media.participants.map(({ peer }) => peer.fingerprint),
    ];
    return here.some((one) => sameFingerprint(one, fingerprint));
  }

  #handleMoved({ from, to, place }: Appointment): void {
    this.#chat.end(place);
    this.#admission.succeed(from, to);
    this.#writeInvite();
    this.#tellInvite();
  }

  /** The device that this one comes from, or goes to: the same person, who is not on their own stage. */
  #isOwnOther(fingerprint: Fingerprint): boolean {
    if (this.#succession.appointmentOf(fingerprint, now())?.place === OWN_PLACE) return true;
    const { predecessor } = this.#parts;
    const isMoving = predecessor !== undefined && now() - this.#since < MOVE_TIME;
    return isMoving && sameFingerprint(predecessor.fingerprint, fingerprint);
  }

  /** Our successor is in the call, and the others see it in a moment. */
  #makeRoom(fingerprint: Fingerprint): void {
    if (this.#succession.appointmentOf(fingerprint, now()) === undefined) return;
    setTimeout(() => this.#end("moved"), OVERLAP);
  }

  #knownAs(fingerprint: Fingerprint, name: string): Known {
    const { contacts } = this.#parts;
    if (contacts.standing(fingerprint).state === "paired") return "paired";
    // Who has moved goes by the name that they had; anybody else's is not theirs on a new device either.
    const origin = this.#succession.originOf(fingerprint);
    if (contacts.isNameTaken(name, { fingerprint: origin ?? fingerprint })) return "lookalike";
    if (origin !== undefined) return "moved";
    return this.#admission.isInvitedBy(fingerprint) ? "inviter" : "guest";
  }

  #introduceTo(link: PeerLink): void {
    const decodes = [...this.#parts.decodes];
    const profile = { type: "profile", instance: this.#instance, ...this.#self, decodes } as const;
    link.send(profile).catch(() => undefined);
  }
}
