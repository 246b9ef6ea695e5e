import { EncoderMemory } from "../../media/encoder-memory.ts";
import { probeEncoders } from "../../media/encoder-probe.ts";
import { decodableCodecs } from "../../media/video-codecs.ts";
import { WireError } from "../../transport/wire/error.ts";
import type { Flow } from "../../transport/wire/flows.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import { createHandoff } from "../../trust/handoff.ts";
import { createInvite, type InviteTerms } from "../../trust/invite.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import { soundStream } from "../capture/sound-stream.ts";
import { Call } from "./call.ts";
import { type CallEnd, CallProgress } from "./call-progress.ts";
import { type CallTerms, handedOff, invited, rung } from "./call-terms.ts";
import { Contacts } from "./contacts.ts";
import { Encoders } from "./encoders.ts";
import { type HandoffMessage, HandoffOffer, HandoffTaking } from "./handoff.ts";
import type { CallId, FromEngine, ToEngine } from "./messages.ts";
import type { Network } from "./network.ts";
import type { Pairing } from "./pairing.ts";
import { type Incoming, Ringing } from "./ringing.ts";

type Post = (message: FromEngine, transfer?: Transferable[]) => void;
/** What the page may ask for while the engine runs. */
type Command = Exclude<ToEngine, { type: "open" | "close" }>;
type CallCommand = Extract<
  ToEngine,
  { type: "start-call" | "join-call" | "ring-call" | "accept-ring" | "continue-call" }
>;

const now = () => performance.now();

/** Everything that outlives a single call: the connection, the paired devices, rings, pairing; and the call, one at a time. */
export class Engine {
  readonly #store: TrustStore;
  readonly #network: Network;
  readonly #post: Post;
  readonly #contacts: Contacts;
  readonly #ringing: Ringing;
  readonly #encoders = new Encoders({ probe: probeEncoders, memory: new EncoderMemory() });
  readonly #decodes = decodableCodecs();
  /** Of the call that this device is in, or on its way into: busy is who has one. */
  #progress: CallProgress | undefined;
  #call: Call | undefined;
  #pairing: Pairing | undefined;
  /** The way for another device to take the call over. */
  #offer: HandoffOffer | undefined;
  /** What the page says about a call that is still being fetched from another device, until it is here. */
  #early: Command[] | undefined;
  /** Who this device was when it was last said. */
  #self: Fingerprint;

  constructor(network: Network, store: TrustStore, post: Post) {
    this.#store = store;
    this.#post = post;
    this.#network = network;
    network.listen({
      onChange: () => this.#tellConnection(),
      onPacket: (flow, packet) => this.#handlePacket(flow, packet),
      onTick: () => this.#tick(),
    });
    this.#contacts = new Contacts({
      network: this.#network,
      store,
      onChange: (contacts) => {
        this.#call?.handleKnowledge();
        post({ type: "contacts", contacts });
      },
      onMessage: (link, message) => this.#ringing.handleMessage(link, message),
      onOnline: (fingerprint, link) => this.#ringing.handleOnline(fingerprint, link),
      onDown: (link) => this.#ringing.handleDown(link),
    });
    this.#ringing = this.#createRinging();
    this.#self = store.identity.fingerprint;
    store.onChange(() => this.#handleStoreChange());
    this.#tellSelf();
    this.#contacts.tell();
    this.#tellConnection();
    this.#encoders.rest();
  }

  async handle(message: Command): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#network.keepReady(message.wanted);
        break;
      case "name":
        this.#contacts.setOwnName(message.name);
        break;
      case "start-call":
      case "join-call":
      case "ring-call":
      case "accept-ring":
      case "continue-call":
        await this.#beginCall(message);
        break;
      case "reject-ring":
        this.#ringing.reject(message.ring);
        break;
      case "renew-invite":
        await this.#renewInvite(message.terms);
        break;
      case "leave-call":
        this.#endCall("left");
        break;
      case "offer-handoff":
        await this.#offerHandoff();
        break;
      case "stop-handoff":
        this.#offer?.close();
        this.#offer = undefined;
        break;
      case "show-pin":
        void (await this.#startPairing())?.show();
        break;
      case "try-pin":
        void (await this.#startPairing())?.try(message.code, message.pin);
        break;
      case "confirm-pairing":
        this.#pairing?.confirm(message.wanted, message.permissions);
        break;
      case "stop-pairing":
        this.#pairing?.close();
        this.#pairing = undefined;
        break;
      case "rename":
        this.#contacts.rename(message.fingerprint, message.name);
        break;
      case "permit":
        this.#contacts.permit(message.fingerprint, message.permissions);
        break;
      case "revoke":
        void this.#contacts.revoke(message.fingerprint);
        break;
      case "see-missed":
        this.#contacts.seeMissed(message.fingerprint);
        break;
      case "reset":
        await this.#reset();
        break;
      case "survey-encoders":
        void this.#encoders.survey().then((encoders) => this.#post({ type: "encoders", encoders }));
        break;
      case "wake":
        this.wake();
        break;
      default:
        if (this.#early === undefined) this.#handleCallMessage(message);
        else this.#early.push(message);
    }
  }

  /** The machine is online or awake again. */
  wake(): void {
    this.#network.wake();
  }

  close(): void {
    this.#endCall("left");
    this.#encoders.work();
    this.#pairing?.close();
    this.#network.close();
    this.#store.close();
  }

  #handleCallMessage(message: Command): void {
    switch (message.type) {
      case "profile":
        this.#call?.setProfile(message.self);
        break;
      // What comes for a call that has just ended is let go of, or its frames would stay in memory.
      case "camera":
        if (this.#call === undefined) message.frames?.cancel().catch(() => undefined);
        else this.#call.media.setCamera(message.frames);
        break;
      case "screen":
        if (this.#call === undefined) message.frames?.cancel().catch(() => undefined);
        else this.#call.media.setScreen(message.frames);
        break;
      case "microphone":
      case "screen-sound": {
        const sound = message.sound && soundStream(message.sound);
        if (this.#call === undefined) sound?.cancel().catch(() => undefined);
        else if (message.type === "microphone") this.#call.media.setMicrophone(sound);
        else this.#call.media.setScreenAudio(sound);
        break;
      }
      case "data-use":
        this.#call?.setDataUse(message.use);
        break;
      case "playout":
        if (this.#call === undefined) message.port.close();
        else this.#call.media.setPlayout(message.port);
        break;
      case "watch":
        this.#call?.media.setSurface(message);
        break;
      case "picture-size":
        this.#call?.setPictureSize(message);
        break;
      case "share-stage":
        this.#call?.stages.want(message.peer, message.wanted);
        break;
      case "stage-deed":
        this.#call?.stages.tell(message.deed);
        break;
      case "remember":
        this.#call?.remember(message.peer, message.device, message.wanted);
        break;
      case "say":
        this.#call?.chat.say(message.text);
        break;
      case "offer-file":
        this.#call?.chat.offerFile(message.file);
        break;
      case "accept-file":
        this.#call?.chat.acceptFile(message.entry);
        break;
      case "stop-file":
        this.#call?.chat.stopFile(message.entry);
        break;
    }
  }

  #createRinging(): Ringing {
    return new Ringing({
      self: () => this.#store.identity.fingerprint,
      linksTo: (fingerprint) => this.#contacts.linksTo(fingerprint),
      now,
      isRoomInUse: (room) => this.#network.has(room),
      isBusy: () => this.#progress !== undefined,
      onIncoming: (incoming) => {
        const ring = incoming && {
          id: incoming.id,
          fingerprint: incoming.fingerprint,
          name: this.#contacts.nameOf(incoming.fingerprint),
          video: incoming.video,
        };
        this.#post({ type: "ring", ring });
      },
      onMissed: ({ id, fingerprint }) => {
        this.#contacts.noteMissed(fingerprint);
        this.#post({ type: "missed", ring: id, fingerprint, name: this.#contacts.nameOf(fingerprint) });
      },
      onGlare: (theirs) => void this.#yieldTo(theirs),
    });
  }

  async #beginCall(command: CallCommand): Promise<void> {
    this.#endCall("left");
    switch (command.type) {
      case "start-call":
        this.#follow(new CallProgress("entering", now), command.call);
        await this.#enter(
          await invited(createInvite(this.#store.identity.fingerprint, command.terms)),
          command,
        );
        break;
      case "join-call":
        this.#follow(new CallProgress("entering", now), command.call);
        // One's own invite may have been renewed since this link was made.
        await this.#enter(
          await invited(this.#store.invite(command.invite.room)?.invite ?? command.invite),
          command,
        );
        break;
      case "ring-call":
        await this.#ring(command);
        break;
      case "accept-ring":
        await this.#acceptRing(command);
        break;
      case "continue-call":
        await this.#fetchCall(command);
        break;
    }
  }

  /** From here on this device is busy, although the call takes a moment to begin. */
  #follow(progress: CallProgress, call: CallId): CallProgress {
    this.#progress = progress;
    progress.onChange(({ phase, end }) => {
      if (phase === "ended") this.#closeCall();
      this.#post({ type: "progress", phase, ...(end && { end }), call });
    });
    return progress;
  }

  async #acceptRing(command: Extract<CallCommand, { type: "accept-ring" }>): Promise<void> {
    const { incoming } = this.#ringing;
    if (incoming?.id !== command.ring) {
      const end = this.#ringing.endOf(command.ring);
      this.#post({ type: "progress", phase: "ended", end, call: command.call });
      return;
    }
    this.#follow(incoming.progress, command.call);
    this.#ringing.accept(incoming.id);
    await this.#enter(await rung(incoming, incoming.fingerprint), command);
  }

  /** Waits in the call for the device that rings. */
  async #ring(command: Extract<CallCommand, { type: "ring-call" }>): Promise<void> {
    const { fingerprint, video, call } = command;
    const progress = this.#follow(new CallProgress("calling", now), call);
    const room = crypto.getRandomValues(new Uint8Array(16));
    const secret = crypto.getRandomValues(new Uint8Array(16));
    await this.#enter(await rung({ room, secret }, fingerprint), command);
    if (progress.phase === "calling") this.#ringing.ring(fingerprint, { room, secret, video }, progress);
  }

  /** Both have called each other, and theirs counts: in it there is nothing left to answer. */
  async #yieldTo(theirs: Incoming): Promise<void> {
    const terms = await rung(theirs, theirs.fingerprint);
    if (this.#progress === theirs.progress) this.#call?.moveTo(terms);
  }

  /** Asks the other device for the call. Nothing waits for that: the person may think better of it. */
  async #fetchCall(command: Extract<CallCommand, { type: "continue-call" }>): Promise<void> {
    const { handoff } = command;
    const progress = this.#follow(new CallProgress("entering", now), command.call);
    this.#early = [];
    // Between the room where the two devices meet and the call's there is none, and nothing to reconnect for.
    const release = this.#network.hold();
    const taking = await HandoffTaking.create({
      handoff,
      network: this.#network,
      identity: this.#store.identity,
      onDone: (message) => void this.#continue(command, progress, message),
    });
    progress.onChange(({ phase }) => {
      if (phase !== "connecting") release();
      if (phase === "ended") taking.close();
    });
  }

  async #continue(
    command: Extract<CallCommand, { type: "continue-call" }>,
    progress: CallProgress,
    message: HandoffMessage | undefined,
  ): Promise<void> {
    const terms = message && (await handedOff(message));
    if (terms === undefined || message === undefined) progress.end("handoff-over");
    if (terms === undefined || message === undefined || progress.phase === "ended") return;
    if (terms.kind === "ring") progress.moveTo("connecting");
    const { from: fingerprint } = command.handoff;
    await this.#enter(terms, command, { fingerprint, mayTalk: message.mayTalk });
    this.#flushEarly();
  }

  /** What was kept is for the call that is here now; where there is none, it is let go of. */
  #flushEarly(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const message of early) this.#handleCallMessage(message);
  }

  async #offerHandoff(): Promise<void> {
    const call = this.#call;
    if (call === undefined) return;
    this.#offer?.close();
    const { identity } = this.#store;
    const handoff = createHandoff(identity.fingerprint, Date.now());
    this.#offer = await HandoffOffer.create({
      handoff,
      network: this.#network,
      identity,
      wallClock: () => Date.now(),
      appoint: async (successor) => (this.#call === call ? await call.appoint(successor) : undefined),
      onTaken: () => this.#post({ type: "handoff", handoff: "taken", call: call.id }),
    });
    this.#post({ type: "handoff", handoff, call: call.id });
  }

  async #enter(
    terms: CallTerms,
    { call, self }: Pick<CallCommand, "call" | "self">,
    predecessor?: { readonly fingerprint: Fingerprint; readonly mayTalk: boolean },
  ): Promise<void> {
    const progress = this.#progress;
    this.#encoders.work();
    const decodes = await this.#decodes;
    if (progress === undefined || progress.phase === "ended") return;
    const entered = await Call.create({
      id: call,
      terms,
      self,
      network: this.#network,
      store: this.#store,
      contacts: this.#contacts,
      encoders: this.#encoders,
      decodes,
      post: this.#post,
      progress,
      predecessor,
    });
    // It may have ended meanwhile: it rang, and the caller has given up.
    if (this.#progress === progress) this.#call = entered;
    else entered.close();
  }

  async #renewInvite(terms: InviteTerms): Promise<void> {
    const current = this.#call?.door.invite;
    if (current === undefined) return;
    await this.#call?.door.renew(createInvite(current.inviter, terms, current.room));
  }

  /** What it takes to prove a PIN is fetched when somebody pairs: most days nobody does. Where that fails, no call ends over it. */
  async #startPairing(): Promise<Pairing | undefined> {
    this.#pairing?.close();
    this.#pairing = undefined;
    const code = await import("./pairing.ts").catch(() => undefined);
    if (code === undefined) {
      this.#post({ type: "pairing", pairing: { step: "over", reason: "unreachable" } });
      return undefined;
    }
    this.#pairing = new code.Pairing({
      network: this.#network,
      contacts: this.#contacts,
      identity: this.#store.identity,
      onChange: (pairing) => this.#post({ type: "pairing", pairing }),
    });
    return this.#pairing;
  }

  async #reset(): Promise<void> {
    this.#endCall("forgotten");
    this.#pairing?.close();
    await this.#contacts.reset().catch(() => undefined);
    this.#tellSelf();
  }

  /** What another window has written holds here as well. */
  #handleStoreChange(): void {
    const { fingerprint } = this.#store.identity;
    if (sameFingerprint(fingerprint, this.#self)) this.#contacts.handleStoreChange();
    else {
      this.#endCall("forgotten");
      this.#pairing?.close();
      this.#contacts.handleNewIdentity();
    }
    this.#tellSelf();
  }

  #endCall(why: CallEnd): void {
    this.#progress?.end(why);
  }

  #closeCall(): void {
    this.#progress = undefined;
    this.#offer?.close();
    this.#offer = undefined;
    this.#call?.close();
    this.#call = undefined;
    this.#flushEarly();
    this.#encoders.rest();
  }

  #handlePacket(flow: Flow, packet: Uint8Array): void {
    try {
      this.#call?.media.handlePacket(flow, packet);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }

  #tick(): void {
    this.#contacts.poll();
    this.#ringing.poll();
    this.#pairing?.poll();
    this.#progress?.poll();
    if (this.#network.session?.state.current.state !== "connected") return;
    this.#call?.poll();
    this.#tellConnection();
  }

  #tellSelf(): void {
    const { identity, persistent } = this.#store;
    this.#self = identity.fingerprint;
    this.#post({ type: "self", fingerprint: identity.fingerprint, persistent });
  }

  #tellConnection(): void {
    const { session } = this.#network;
    const state = session?.state.current.state ?? "disconnected";
    const carrier = session?.connection?.signaling.getConnection().kind;
    const health = session?.connection?.signaling.health;
    const doubted = session?.isDoubted === true;
    this.#post({ type: "connection", state, doubted, carrier, health });
    this.#call?.handleConnection(state === "connected" && !doubted);
    if (state === "failed") this.#endCall(failure(session?.state.current.reason ?? ""));
  }
}

/** Why there is no connection any more. */
function failure(reason: string): CallEnd {
  if (reason.includes("unsupported-version")) return "incompatible";
  return reason.startsWith("refused") ? "relay-refused" : "relay-unreachable";
}
