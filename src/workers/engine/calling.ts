import { EncoderMemory } from "../../media/encoder-memory.ts";
import { probeEncoders } from "../../media/encoder-probe.ts";
import { decodableCodecs } from "../../media/video-codecs.ts";
import { WireError } from "../../transport/wire/error.ts";
import type { Flow } from "../../transport/wire/flows.ts";
import type { Fingerprint } from "../../trust/fingerprint.ts";
import { createHandoff } from "../../trust/handoff.ts";
import { createInvite, type InviteTerms } from "../../trust/invite.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import { soundStream } from "../capture/sound-stream.ts";
import { Call } from "./call.ts";
import { type CallEnd, CallProgress } from "./call-progress.ts";
import { type CallTerms, handedOff, invited, rung } from "./call-terms.ts";
import type { Contacts } from "./contacts.ts";
import { Encoders } from "./encoders.ts";
import { type HandoffMessage, HandoffOffer, HandoffTaking } from "./handoff.ts";
import type { CallCommand, CallId, FromEngine, ToCall } from "./messages.ts";
import type { Network } from "./network.ts";
import type { Incoming, Ringing } from "./ringing.ts";

interface CallingParts {
  readonly network: Network;
  readonly store: TrustStore;
  readonly contacts: Contacts;
  readonly ringing: Ringing;
  readonly post: (message: FromEngine, transfer?: Transferable[]) => void;
}

const now = () => performance.now();

/** The call that this device is in or on its way into, one at a time: how each begins, what the page says about it, and its end. */
export class Calling {
  readonly encoders = new Encoders({ probe: probeEncoders, memory: new EncoderMemory() });
  readonly #parts: CallingParts;
  readonly #decodes = decodableCodecs();
  /** Of the call that this device is in, or on its way into: busy is who has one. */
  #progress: CallProgress | undefined;
  #call: Call | undefined;
  /** The one that is open. */
  #offer: HandoffOffer | undefined;
  /** What the page says about a call that is still being fetched from another device, until it is here. */
  #early: ToCall[] | undefined;

  constructor(parts: CallingParts) {
    this.#parts = parts;
    this.encoders.rest();
  }

  get isBusy(): boolean {
    return this.#progress !== undefined;
  }

  async begin(command: CallCommand): Promise<void> {
    this.end("left");
    switch (command.type) {
      case "start-call":
        this.#follow(new CallProgress("entering", now), command.call);
        await this.#enter(
          await invited(createInvite(this.#parts.store.identity.fingerprint, command.terms)),
          command,
        );
        break;
      case "join-call":
        this.#follow(new CallProgress("entering", now), command.call);
        // One's own invite may have been renewed since this link was made.
        await this.#enter(
          await invited(this.#parts.store.invite(command.invite.room)?.invite ?? command.invite),
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

  /** Both have called each other, and theirs counts: in it there is nothing left to answer. */
  async yieldTo(theirs: Incoming): Promise<void> {
    const terms = await rung(theirs, theirs.fingerprint);
    if (this.#progress === theirs.progress) this.#call?.moveTo(terms);
  }

  /** What the page says about the call, or about the one that has just ended. */
  handle(message: ToCall): void {
    if (this.#early === undefined) this.#tell(message);
    else this.#early.push(message);
  }

  async renewInvite(terms: InviteTerms): Promise<void> {
    const current = this.#call?.door.invite;
    if (current === undefined) return;
    await this.#call?.door.renew(createInvite(current.inviter, terms, current.room));
  }

  /** The way for another device to take the call over; each time a new one. */
  async offerHandoff(): Promise<void> {
    const call = this.#call;
    if (call === undefined) return;
    this.#offer?.close();
    const { identity } = this.#parts.store;
    const handoff = createHandoff(identity.fingerprint, Date.now());
    this.#offer = await HandoffOffer.create({
      handoff,
      network: this.#parts.network,
      identity,
      wallClock: () => Date.now(),
      appoint: async (successor) => (this.#call === call ? await call.appoint(successor) : undefined),
      onTaken: () => this.#parts.post({ type: "handoff", handoff: "taken", call: call.id }),
    });
    this.#parts.post({ type: "handoff", handoff, call: call.id });
  }

  stopHandoff(): void {
    this.#offer?.close();
    this.#offer = undefined;
  }

  handlePacket(flow: Flow, packet: Uint8Array): void {
    try {
      this.#call?.media.handlePacket(flow, packet);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }

  /** What is known of the paired devices has changed. */
  handleKnowledge(): void {
    this.#call?.handleKnowledge();
  }

  handleConnection(isGood: boolean): void {
    this.#call?.handleConnection(isGood);
  }

  poll(isConnected: boolean): void {
    this.#progress?.poll();
    if (isConnected) this.#call?.poll();
  }

  end(why: CallEnd): void {
    this.#progress?.end(why);
  }

  /** The device is closing. */
  close(): void {
    this.end("left");
    this.encoders.work();
  }

  /** From here on this device is busy, although the call takes a moment to begin. */
  #follow(progress: CallProgress, call: CallId): CallProgress {
    this.#progress = progress;
    progress.onChange(({ phase, end }) => {
      if (phase === "ended") this.#leave();
      this.#parts.post({ type: "progress", phase, ...(end && { end }), call });
    });
    return progress;
  }

  async #acceptRing(command: Extract<CallCommand, { type: "accept-ring" }>): Promise<void> {
    const { incoming } = this.#parts.ringing;
    if (incoming?.id !== command.ring) {
      const end = this.#parts.ringing.endOf(command.ring);
      this.#parts.post({ type: "progress", phase: "ended", end, call: command.call });
      return;
    }
    this.#follow(incoming.progress, command.call);
    this.#parts.ringing.accept(incoming.id);
    await this.#enter(await rung(incoming, incoming.fingerprint), command);
  }

  /** Waits in the call for the device that rings. */
  async #ring(command: Extract<CallCommand, { type: "ring-call" }>): Promise<void> {
    const { fingerprint, video, call } = command;
    const progress = this.#follow(new CallProgress("calling", now), call);
    const room = crypto.getRandomValues(new Uint8Array(16));
    const secret = crypto.getRandomValues(new Uint8Array(16));
    await this.#enter(await rung({ room, secret }, fingerprint), command);
    if (progress.phase === "calling")
      this.#parts.ringing.ring(fingerprint, { room, secret, video }, progress);
  }

  /** Asks the other device for the call. Nothing waits for that: the person may think better of it. */
  async #fetchCall(command: Extract<CallCommand, { type: "continue-call" }>): Promise<void> {
    const { handoff } = command;
    const progress = this.#follow(new CallProgress("entering", now), command.call);
    this.#early = [];
    // Between the room where the two devices meet and the call's there is none, and nothing to reconnect for.
    const release = this.#parts.network.hold();
    const taking = await HandoffTaking.create({
      handoff,
      network: this.#parts.network,
      identity: this.#parts.store.identity,
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

  async #enter(
    terms: CallTerms,
    { call, self }: Pick<CallCommand, "call" | "self">,
    predecessor?: { readonly fingerprint: Fingerprint; readonly mayTalk: boolean },
  ): Promise<void> {
    const progress = this.#progress;
    this.encoders.work();
    const decodes = await this.#decodes;
    if (progress === undefined || progress.phase === "ended") return;
    const { network, store, contacts, post } = this.#parts;
    const entered = await Call.create({
      network,
      store,
      contacts,
      post,
      id: call,
      terms,
      self,
      encoders: this.encoders,
      decodes,
      progress,
      predecessor,
    });
    // It may have ended meanwhile: it rang, and the caller has given up.
    if (this.#progress === progress) this.#call = entered;
    else entered.close();
  }

  #tell(message: ToCall): void {
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

  /** What was kept is for the call that is here now; where there is none, it is let go of. */
  #flushEarly(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const message of early) this.#tell(message);
  }

  #leave(): void {
    this.#progress = undefined;
    this.stopHandoff();
    this.#call?.close();
    this.#call = undefined;
    this.#flushEarly();
    this.encoders.rest();
  }
}
