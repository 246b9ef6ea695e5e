import { EncoderMemory } from "../../media/encoder-memory.ts";
import { probeEncoders } from "../../media/encoder-probe.ts";
import { decodableCodecs } from "../../media/video-codecs.ts";
import { WireError } from "../../transport/wire/error.ts";
import type { Flow } from "../../transport/wire/flows.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import { createInvite, type InviteTerms } from "../../trust/invite.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import { soundStream } from "../capture/sound-stream.ts";
import { Call } from "./call.ts";
import { type CallTerms, invited, rung } from "./call-terms.ts";
import { Contacts } from "./contacts.ts";
import { Encoders } from "./encoders.ts";
import type { CallEnd, FromEngine, ToEngine } from "./messages.ts";
import type { Network } from "./network.ts";
import type { Pairing } from "./pairing.ts";
import { Ringing } from "./ringing.ts";

type Post = (message: FromEngine, transfer?: Transferable[]) => void;
/** What the page may ask for while the engine runs. */
type Command = Exclude<ToEngine, { type: "open" | "close" }>;
type CallCommand = Extract<ToEngine, { type: "start-call" | "join-call" | "ring-call" | "accept-ring" }>;

/** Everything that outlives a single call: the connection, the paired devices, rings, pairing; and the call, one at a time. */
export class Engine {
  readonly #store: TrustStore;
  readonly #network: Network;
  readonly #post: Post;
  readonly #contacts: Contacts;
  readonly #ringing: Ringing;
  readonly #encoders = new Encoders({ probe: probeEncoders, memory: new EncoderMemory() });
  readonly #decodes = decodableCodecs();
  #call: Call | undefined;
  #pairing: Pairing | undefined;
  #isBeginning = false;
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
        await this.#beginCall(message);
        break;
      case "reject-ring":
        this.#ringing.reject(message.ring);
        break;
      case "renew-invite":
        await this.#renewInvite(message.terms);
        break;
      case "leave-call":
        this.#ringing.cancel();
        this.#closeCall();
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
      case "wake":
        this.wake();
        break;
      default:
        this.#handleCallMessage(message);
    }
  }

  /** The machine is online or awake again. */
  wake(): void {
    this.#network.wake();
  }

  close(): void {
    this.#ringing.cancel();
    this.#closeCall();
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
      case "microphone": {
        const sound = message.sound && soundStream(message.sound);
        if (this.#call === undefined) sound?.cancel().catch(() => undefined);
        else this.#call.media.setMicrophone(sound);
        break;
      }
      case "playout":
        if (this.#call === undefined) message.port.close();
        else this.#call.media.setPlayout(message.port);
        break;
      case "watch":
        this.#call?.media.setSurface(message.peer, message.frames);
        break;
      case "remember":
        this.#call?.remember(message.peer, message.wanted);
        break;
    }
  }

  #createRinging(): Ringing {
    return new Ringing({
      self: () => this.#store.identity.fingerprint,
      linksTo: (fingerprint) => this.#contacts.linksTo(fingerprint),
      now: () => performance.now(),
      isRoomInUse: (room) => this.#network.has(room),
      isBusy: () => this.#call !== undefined || this.#isBeginning,
      onIncoming: (incoming) => {
        const ring = incoming && {
          id: incoming.id,
          fingerprint: incoming.fingerprint,
          name: this.#contacts.nameOf(incoming.fingerprint),
          video: incoming.video,
        };
        this.#post({ type: "ring", ring });
      },
      onMissed: (fingerprint) => this.#contacts.noteMissed(fingerprint),
      onGlare: () => void this.#yieldToTheirs(),
      onOutcome: (outcome) => {
        this.#tellRinging(undefined);
        if (outcome !== "accepted") this.#endCall(outcome);
      },
    });
  }

  /** From here on this device is busy, although the call takes a moment to begin. */
  async #beginCall(command: CallCommand): Promise<void> {
    this.#closeCall();
    this.#isBeginning = true;
    try {
      if (command.type === "ring-call") await this.#ring(command);
      else await this.#join(command);
    } finally {
      this.#isBeginning = false;
    }
  }

  async #join(command: Exclude<CallCommand, { type: "ring-call" }>): Promise<void> {
    const terms = await this.#termsOf(command);
    if (terms === undefined) this.#post({ type: "call-ended", why: "hung-up", call: command.call });
    else await this.#enter(terms, command);
  }

  /** Undefined where nobody rings any more. */
  async #termsOf(command: Exclude<CallCommand, { type: "ring-call" }>): Promise<CallTerms | undefined> {
    switch (command.type) {
      case "start-call":
        return await invited(createInvite(this.#store.identity.fingerprint, command.terms));
      case "join-call":
        // One's own invite may have been renewed since this link was made.
        return await invited(this.#store.invite(command.invite.room)?.invite ?? command.invite);
      case "accept-ring": {
        const incoming = this.#ringing.accept(command.ring);
        return incoming && (await rung(incoming, incoming.fingerprint, true));
      }
    }
  }

  /** Waits in the call for the device that rings. */
  async #ring(command: Extract<CallCommand, { type: "ring-call" }>): Promise<void> {
    const { fingerprint, video } = command;
    const room = crypto.getRandomValues(new Uint8Array(16));
    const secret = crypto.getRandomValues(new Uint8Array(16));
    await this.#enter(await rung({ room, secret }, fingerprint, false), command);
    this.#tellRinging(this.#contacts.nameOf(fingerprint));
    this.#ringing.ring(fingerprint, { room, secret, video });
  }

  /** Both have called each other, and theirs counts: in it there is nothing left to answer. */
  async #yieldToTheirs(): Promise<void> {
    const { incoming } = this.#ringing;
    const theirs = incoming && this.#ringing.accept(incoming.id);
    if (theirs === undefined) return;
    const terms = await rung(theirs, theirs.fingerprint, true);
    this.#call?.moveTo(terms);
    this.#tellRinging(undefined);
  }

  async #enter(terms: CallTerms, { call, self }: Pick<CallCommand, "call" | "self">): Promise<void> {
    this.#encoders.work();
    this.#call = await Call.create({
      id: call,
      terms,
      self,
      network: this.#network,
      store: this.#store,
      contacts: this.#contacts,
      encoders: this.#encoders,
      decodes: await this.#decodes,
      post: this.#post,
      onEnd: (why) => this.#endCall(why),
    });
  }

  async #renewInvite(terms: InviteTerms): Promise<void> {
    const current = this.#call?.invite;
    if (current === undefined) return;
    await this.#call?.renewInvite(createInvite(current.inviter, terms, current.room));
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
    this.#closeCall();
    this.#pairing?.close();
    await this.#contacts.reset().catch(() => undefined);
    this.#tellSelf();
  }

  /** What another window has written holds here as well. */
  #handleStoreChange(): void {
    const { fingerprint } = this.#store.identity;
    if (sameFingerprint(fingerprint, this.#self)) this.#contacts.handleStoreChange();
    else {
      this.#endCall("hung-up");
      this.#pairing?.close();
      this.#contacts.handleNewIdentity();
    }
    this.#tellSelf();
  }

  #endCall(why: CallEnd): void {
    const call = this.#call?.id;
    if (call === undefined) return;
    this.#ringing.cancel();
    this.#closeCall();
    this.#post({ type: "call-ended", why, call });
  }

  #tellRinging(name: string | undefined): void {
    if (this.#call !== undefined) this.#post({ type: "ringing", name, call: this.#call.id });
  }

  #closeCall(): void {
    this.#call?.close();
    this.#call = undefined;
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
    const { state, reason } = session?.state.current ?? { state: "disconnected", reason: undefined };
    const carrier = session?.connection?.signaling.getConnection().kind;
    const health = session?.connection?.signaling.health;
    this.#post({
      type: "connection",
      state,
      reason,
      doubted: session?.isDoubted === true,
      carrier,
      health,
    });
  }
}
