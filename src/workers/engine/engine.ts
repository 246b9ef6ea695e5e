import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import type { CallEnd } from "./call-progress.ts";
import { Calling } from "./calling.ts";
import { Contacts } from "./contacts.ts";
import type { FromEngine, ToEngine } from "./messages.ts";
import type { Network } from "./network.ts";
import type { Pairing } from "./pairing.ts";
import { Ringing } from "./ringing.ts";

type Post = (message: FromEngine, transfer?: Transferable[]) => void;
/** What the page may ask for while the engine runs. */
type Command = Exclude<ToEngine, { type: "open" | "close" }>;

/** What a device is made of: the connection, the paired devices, rings, pairing, and the call that it is in. */
export class Engine {
  readonly #store: TrustStore;
  readonly #network: Network;
  readonly #post: Post;
  readonly #contacts: Contacts;
  readonly #ringing: Ringing;
  readonly #calling: Calling;
  #pairing: Pairing | undefined;
  /** Who this device was when it was last said. */
  #self: Fingerprint;

  constructor(network: Network, store: TrustStore, post: Post) {
    this.#store = store;
    this.#post = post;
    this.#network = network;
    this.#contacts = new Contacts({
      network,
      store,
      onChange: (contacts) => {
        this.#calling.handleKnowledge();
        post({ type: "contacts", contacts });
      },
      onMessage: (link, message) => this.#ringing.handleMessage(link, message),
      onOnline: (fingerprint, link) => this.#ringing.handleOnline(fingerprint, link),
      onDown: (link) => this.#ringing.handleDown(link),
    });
    this.#ringing = this.#createRinging();
    this.#calling = new Calling({ network, store, contacts: this.#contacts, ringing: this.#ringing, post });
    network.listen({
      onChange: () => this.#tellConnection(),
      onPacket: (flow, packet) => this.#calling.handlePacket(flow, packet),
      onTick: () => this.#tick(),
    });
    this.#self = store.identity.fingerprint;
    store.onChange(() => this.#handleStoreChange());
    this.#tellSelf();
    this.#contacts.tell();
    this.#tellConnection();
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
        await this.#calling.begin(message);
        break;
      case "reject-ring":
        this.#ringing.reject(message.ring);
        break;
      case "renew-invite":
        await this.#calling.renewInvite(message.terms);
        break;
      case "leave-call":
        this.#calling.end("left");
        break;
      case "offer-handoff":
        await this.#calling.offerHandoff();
        break;
      case "stop-handoff":
        this.#calling.stopHandoff();
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
        void this.#calling.encoders.survey().then((encoders) => this.#post({ type: "encoders", encoders }));
        break;
      case "wake":
        this.wake();
        break;
      default:
        this.#calling.handle(message);
    }
  }

  /** The machine is online or awake again. */
  wake(): void {
    this.#network.wake();
  }

  close(): void {
    this.#calling.close();
    this.#pairing?.close();
    this.#network.close();
    this.#store.close();
  }

  #createRinging(): Ringing {
    return new Ringing({
      self: () => this.#store.identity.fingerprint,
      linksTo: (fingerprint) => this.#contacts.linksTo(fingerprint),
      now: () => performance.now(),
      isRoomInUse: (room) => this.#network.has(room),
      isBusy: () => this.#calling.isBusy,
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
      onGlare: (theirs) => void this.#calling.yieldTo(theirs),
    });
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
    this.#calling.end("forgotten");
    this.#pairing?.close();
    await this.#contacts.reset().catch(() => undefined);
    this.#tellSelf();
  }

  /** What another window has written holds here as well. */
  #handleStoreChange(): void {
    const { fingerprint } = this.#store.identity;
    if (sameFingerprint(fingerprint, this.#self)) this.#contacts.handleStoreChange();
    else {
      this.#calling.end("forgotten");
      this.#pairing?.close();
      this.#contacts.handleNewIdentity();
    }
    this.#tellSelf();
  }

  #tick(): void {
    this.#contacts.poll();
    this.#ringing.poll();
    this.#pairing?.poll();
    const isConnected = this.#network.session?.state.current.state === "connected";
    this.#calling.poll(isConnected);
    if (isConnected) this.#tellConnection();
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
    this.#calling.handleConnection(state === "connected" && !doubted);
    if (state === "failed") this.#calling.end(failure(session?.state.current.reason ?? ""));
  }
}

/** Why there is no connection any more. */
function failure(reason: string): CallEnd {
  if (reason.includes("unsupported-version")) return "incompatible";
  return reason.startsWith("refused") ? "relay-refused" : "relay-unreachable";
}
