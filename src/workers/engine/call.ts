import type { MemberId } from "../../transport/wire/ssrc.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import type { MediaKeys } from "../../trust/media-keys.ts";
import type { LinkEnd, PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import { Acquaintances } from "./acquaintances.ts";
import type { Refusal } from "./admission.ts";
import { CallDoor } from "./call-door.ts";
import { CallMedia, createMediaKeys } from "./call-media.ts";
import type { CallEnd, CallProgress } from "./call-progress.ts";
import { type CallTerms, handoffOf, roomOf } from "./call-terms.ts";
import { Chat } from "./chat/chat.ts";
import type { Contacts } from "./contacts.ts";
import { wishesFor } from "./data-use.ts";
import { Demand, type Subscription } from "./demand.ts";
import { Departures } from "./departures.ts";
import type { Encoders } from "./encoders.ts";
import type { HandoffMessage } from "./handoff.ts";
import { Introductions } from "./introductions.ts";
import type { CallId, CallMessage, DataUse, FromEngine, PeerId, SelfProfile, ToEngine } from "./messages.ts";
import { Moves } from "./moves.ts";
import type { Network } from "./network.ts";
import { Room } from "./room.ts";
import { Roster } from "./roster.ts";
import { peerIdOf, SharedStages } from "./shared-stages.ts";

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
/** A little less than the second that it is meant to be: what asks for it comes twice a second. Milliseconds. */
const STATISTICS_INTERVAL = 900;
const now = () => performance.now();

/** One call: a room, the links to everyone in it, and their media. Owns them all and closes them together. */
export class Call {
  readonly #parts: CallParts;
  readonly #post: (message: CallMessage) => void;
  #room: Room;
  readonly #door: CallDoor;
  readonly #moves: Moves;
  readonly #roster: Roster;
  readonly #media: CallMedia;
  readonly #chat: Chat;
  readonly #departures: Departures;
  readonly #demand = new Demand({ now, subscribe: (member, wanted) => this.#subscribe(member, wanted) });
  readonly #acquaintances: Acquaintances;
  readonly #introductions: Introductions;
  readonly #stages: SharedStages;
  /** Tells the windows of one device apart. */
  readonly #instance = crypto.getRandomValues(new Uint8Array(8));
  #closed = false;
  #isConnected = true;
  #toldAt = 0;

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
      mayTalk: () => this.#door.mayTalk,
      encoders: parts.encoders,
      onSpeaker: (peer) => post({ type: "speaker", peer }),
    });
    this.#chat = new Chat({
      now,
      wallClock: () => Date.now(),
      isPressed: () => this.#media.isPressed,
      onEntry: (entry) => post({ type: "chat", entry }),
    });
    this.#moves = new Moves({
      now,
      self: store.identity.fingerprint,
      predecessor: parts.predecessor?.fingerprint,
      inside: () => this.#media.participants,
      peerOf: (member) => this.#roster.peerOf(member),
      onMoved: ({ from, to, place }) => {
        this.#chat.end(place);
        this.#door.succeed(from, to);
      },
      onReplaced: () => this.#end("moved"),
    });
    this.#departures = new Departures({
      now,
      roster: this.#roster,
      isAwaitedAt: (place) => this.#moves.isAwaitedAt(place),
      onGone: (id) => this.#chat.end(id),
      onHungUp: () => {
        if (this.#door.invite === undefined) this.#end("hung-up");
      },
    });
    this.#door = new CallDoor({
      terms,
      store,
      knows: (fingerprint) => contacts.standing(fingerprint),
      appointedBy: (fingerprint) => this.#moves.appointedBy(fingerprint),
      mightTalk: parts.predecessor?.mayTalk === true,
      inside: () => this.#media.participants,
      admit: (link, peer) => this.#admit(link, peer),
      onRenewed: () => this.#room.renewPending(),
      // Whose place is taken by their other device is nobody who was expected any more.
      onRefused: (why) => this.#end(why !== "revoked" && this.#moves.isTaken ? "moved" : refusals[why]),
      post,
    });
    this.#acquaintances = new Acquaintances({
      contacts,
      originOf: (fingerprint) => this.#moves.originOf(fingerprint),
      isInvitedBy: (fingerprint) => this.#door.isInvitedBy(fingerprint),
      onChange: ({ other }, remember) => this.#roster.change(other, { remember }),
    });
    this.#introductions = new Introductions({ ...parts, now, instance: this.#instance, media: this.#media });
    this.#door.tell();
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
    this.#introductions.setProfile(self);
  }

  /** What is sent and asked for from now on. */
  setDataUse(use: DataUse): void {
    const wishes = wishesFor(use);
    this.#media.setCeiling(wishes.ceiling);
    this.#demand.setLimits(wishes);
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
    if (participant !== undefined) this.#acquaintances.want(participant.link, wanted);
  }

  /** The way in, and what there is to invite with. */
  get door(): CallDoor {
    return this.#door;
  }

  /** Another device of this person takes this one's place: tells everybody, and returns what it has to know. */
  async appoint(to: Fingerprint): Promise<HandoffMessage> {
    await this.#moves.appoint(to);
    return handoffOf(this.#door.terms, this.#door.mayTalk);
  }

  /** To another room, before anybody is in this one. */
  moveTo(terms: CallTerms): void {
    if (this.#closed) return;
    this.#parts.network.remove(this.#room);
    this.#door.moveTo(terms);
    this.#room = this.#createRoom();
    this.#parts.network.add(this.#room);
  }

  /** About twice a second, while connected. */
  poll(): void {
    this.#roster.poll(now());
    this.#media.poll();
    this.#chat.poll();
    this.#demand.poll();
    this.#tellStatistics();
    this.#introductions.poll();
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
      this.#roster.change(link.other, { known: this.#acquaintances.knownAs(link, peer) });
    }
  }

  close(): void {
    this.#closed = true;
    this.#door.close();
    this.#parts.network.remove(this.#room);
    this.#media.close();
    this.#chat.close();
  }

  #createRoom(): Room {
    const { identity } = this.#parts.store;
    const { terms } = this.#door;
    return new Room(roomOf(terms), {
      opening: "newcomer",
      credentials: () => ({ identity, proof: { kind: "secret", secret: this.#door.terms.key } }),
      standing: ({ fingerprint }) => this.#door.standing(fingerprint),
      onEntered: () => {
        this.#roster.handleConnected(now());
        this.#chat.handleConnected();
        this.#media.requestKeyFrame();
        this.#settle();
      },
      onLost: () => this.#roster.handleConnectionLost(now()),
      onRefused: (code) => this.#end(code === "room-full" ? "room-full" : "relay-refused"),
      onUp: (link, peer) => this.#door.handleUp(link, peer),
      onMessage: (link, message) => this.#handleMessage(link, message),
      onChat: (link, message) => this.#chat.handle(link, message),
      onDown: (link, end) => this.#handleDown(link, end),
      onGone: (member, reason) => this.#departures.handleGone(member, reason),
    });
  }

  /** The call is on while we have our place in it; a call of two, while the other is there as well. */
  #settle(): void {
    const { progress } = this.#parts;
    if (this.#closed) return;
    const isIn = this.#isConnected && this.#room.self !== undefined;
    const isOn = isIn && (this.#door.invite !== undefined || this.#roster.isAnybodyHere);
    if (isOn && progress.canMoveTo("active")) progress.moveTo("active");
    if (!isOn && progress.canMoveTo("reconnecting")) progress.moveTo("reconnecting");
  }

  /** What others say or do may end a call, but not in a way that makes no sense where it stands. */
  #end(why: CallEnd): void {
    if (this.#parts.progress.canEnd(why)) this.#parts.progress.end(why);
  }

  /** From here on the two see and hear each other. */
  #admit(link: PeerLink, peer: ProvenPeer): void {
    const { connection } = this.#room;
    if (connection === undefined || this.#media.participant(link) !== undefined) return;
    this.#media.add(link, peer);
    this.#acquaintances.add(link, peer);
    this.#stages.add(link);
    this.#demand.add(link.other);
    this.#introductions.introduceTo(link);
    this.#door.handleEntered(link, peer);
  }

  #subscribe(member: MemberId, { flows, maxLayer }: Subscription): void {
    this.#room.connection?.signaling.send({ type: "subscribe", member, flows: [...flows], maxLayer });
    this.#media.setWanted(member, flows);
  }

  #handleMessage(link: PeerLink, message: ControlMessage): void {
    this.#parts.contacts.handleMessage(link, message);
    switch (message.type) {
      case "profile":
        this.#acquaintances.handle(link, message);
        this.#handleProfile(link, message);
        break;
      case "media-key":
      case "media-key-ack":
      case "way-down":
        this.#media.handle(link, message);
        break;
      case "remember":
        this.#acquaintances.handle(link, message);
        break;
      case "stage-share":
      case "stage-place":
      case "stage-stroke":
        this.#stages.handle(link, message);
        break;
      case "admitted":
      case "invite":
      case "error":
        this.#door.handle(link, message);
        break;
      case "successor":
      case "successor-ack":
        this.#moves.handle(link, message);
        break;
    }
  }

  #handleDown(link: PeerLink, end: LinkEnd): void {
    this.#door.handleDown(link);
    this.#acquaintances.remove(link);
    this.#chat.detach(link);
    const participant = this.#media.participant(link);
    if (participant === undefined) {
      if (end === "rejected" || end === "violated") this.#door.handleRejected(this.#room.links);
      return;
    }
    this.#media.remove(link);
    this.#demand.remove(link.other);
    this.#stages.remove(link);
    // What becomes of one's own other device is no news.
    if (!this.#moves.isOwnOther(participant.peer.fingerprint)) this.#departures.handleDown(link.other, end);
  }

  #handleProfile(link: PeerLink, profile: Extract<ControlMessage, { type: "profile" }>): void {
    const participant = this.#media.participant(link);
    if (participant === undefined) return;
    const { fingerprint } = participant.peer;
    if (this.#moves.isOwnOther(fingerprint)) {
      this.#moves.handleOwnOther(fingerprint);
      return;
    }
    const { name, microphone, camera, screen = "off" } = profile;
    participant.person.setOn(camera === "on");
    const own = peerIdOf(fingerprint, profile.instance);
    const id = this.#moves.settle(fingerprint, own);
    const known = this.#acquaintances.knownAs(link, participant.peer);
    const movedFrom = this.#moves.originOf(fingerprint);
    const remember = this.#acquaintances.view(link);
    const sharing = this.#stages.view(link);
    const appearance = { name, microphone, camera, screen, fingerprint, known, movedFrom, remember, sharing };
    this.#departures.forget(link.other);
    this.#demand.identify(link.other, id);
    const previous = this.#roster.handleAppearance(link.other, id, appearance);
    if (previous !== undefined) {
      this.#room.link(previous)?.close();
      this.#departures.forget(previous);
    }
    this.#introductions.unveil(link, profile.decodes ?? []);
    // By the device's own name: what was said to the one before is numbered apart.
    this.#chat.attach(own, name, link);
  }
}
