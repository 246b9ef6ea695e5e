import { TransportError } from "../../transport/error.ts";
import type { MemberId } from "../../transport/wire/ssrc.ts";
import type { Bytes } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import type { Identity } from "../../trust/identity.ts";
import { ADMISSION, type PeerLink, type ProvenPeer } from "../../trust/peer-link.ts";
import { defaultPermissions, type Permissions } from "../../trust/permissions.ts";
import { PIN_GUESSES, PinGuest, PinHost, randomPin } from "../../trust/pin-pairing.ts";
import type { Contacts } from "./contacts.ts";
import type { PairingView } from "./messages.ts";
import type { Network } from "./network.ts";
import { Remembering } from "./remembering.ts";
import { Room, type RoomPurpose } from "./room.ts";

interface PairingParts {
  readonly network: Network;
  readonly contacts: Contacts;
  readonly identity: Identity;
  readonly onChange: (view: PairingView) => void;
}

const now = () => performance.now();
const DECLINED = "declined";

/** Two devices get to know each other: a PIN proves that the right two talk, then both people say whether they want to. */
export class Pairing {
  readonly #parts: PairingParts;
  readonly #release: () => void;
  /** What members have proved by PIN, for the handshake that follows. */
  readonly #keys = new Map<MemberId, Bytes>();
  #room: Room | undefined;
  #host: PinHost | undefined;
  #guest: PinGuest | undefined;
  #link: PeerLink | undefined;
  #peer: { readonly proven: ProvenPeer; readonly name: string } | undefined;
  #remembering: Remembering | undefined;
  #permissions: Permissions = defaultPermissions;
  #paired = false;
  #over = false;

  constructor(parts: PairingParts) {
    this.#parts = parts;
    this.#release = parts.network.hold();
  }

  /** Shows a new PIN for somebody to type. */
  async show(): Promise<void> {
    this.#tell({ step: "preparing" });
    try {
      const { signaling } = await this.#parts.network.connected();
      const { code, room } = await signaling.openMailbox();
      if (!this.#over) this.#wait(code, room);
    } catch {
      this.#finish({ step: "over", reason: "unreachable" });
    }
  }

  /** Tries a PIN that somebody else shows. */
  async try(code: string, pin: string): Promise<void> {
    this.#tell({ step: "proving" });
    try {
      const { signaling } = await this.#parts.network.connected();
      const { room } = await signaling.findMailbox(code);
      if (!this.#over) this.#visit(room, pin);
    } catch (error) {
      this.#finish({ step: "refused", reason: refusal(error) });
    }
  }

  /** This side remembers the other, if the other wants that as well; or tells it that it does not want to. */
  confirm(wanted: boolean, permissions: Permissions): void {
    this.#permissions = permissions;
    if (wanted) this.#remembering?.want(true);
    else if (this.#link !== undefined) {
      this.#over = true;
      void this.#link.dismiss(DECLINED).then(() => this.close());
    }
  }

  /** About twice a second, while connected. */
  poll(): void {
    this.#host?.poll();
    this.#guest?.poll();
  }

  close(): void {
    this.#over = true;
    if (this.#room !== undefined) this.#parts.network.remove(this.#room);
    this.#room = undefined;
    this.#release();
  }

  #wait(code: string, name: Bytes): void {
    const pin = randomPin();
    const host = new PinHost({
      pin,
      room: name,
      now,
      send: (member, data) => this.#room?.notify(member, data),
      onProven: (member, key) => {
        this.#keys.set(member, key);
        this.#room?.openLink(member, false);
      },
      onWrongGuess: (guessesLeft) => show(guessesLeft),
      onBurnt: () => {
        const reason = now() >= host.expiresAt ? "expired" : "guessed";
        this.#finish({ step: "burnt", reason });
      },
    });
    const expiresAt = Date.now() + host.expiresAt - now();
    const show = (guessesLeft: number) => this.#tell({ step: "showing", code, pin, expiresAt, guessesLeft });
    this.#host = host;
    this.#enter(name, {
      ...this.#purpose("other"),
      onNotify: (member, data) => host.handleMessage(member, data),
      onStranger: (member, here) => {
        if (!here) host.handleLeft(member);
      },
    });
    show(PIN_GUESSES);
  }

  #visit(name: Bytes, pin: string): void {
    let shower: MemberId | undefined;
    this.#enter(name, {
      ...this.#purpose("self"),
      // Whoever opened the room is the first in it. If it is somebody else, the PIN will tell.
      onStranger: (member, here) => {
        if (here && shower === undefined) {
          shower = member;
          this.#guest = this.#prove(member, name, pin);
        } else if (!here && member === shower) this.#finish({ step: "over", reason: "lost" });
      },
      onEntered: () =>
        queueMicrotask(() => {
          if (shower === undefined) this.#finish({ step: "refused", reason: "unknown" });
        }),
      onNotify: (member, data) => {
        if (member === shower) this.#guest?.handleMessage(data);
      },
    });
  }

  #prove(member: MemberId, room: Bytes, pin: string): PinGuest {
    return new PinGuest({
      pin,
      room,
      now,
      send: (data) => this.#room?.notify(member, data),
      onProven: (key) => {
        this.#keys.set(member, key);
        this.#room?.openLink(member, true);
      },
      onRefused: (reason) => this.#finish({ step: "refused", reason }),
    });
  }

  #purpose(opening: "self" | "other"): RoomPurpose {
    const { identity, contacts } = this.#parts;
    return {
      opening,
      credentials: (member) => {
        const secret = this.#keys.get(member);
        return secret && { identity, proof: { kind: "secret", secret } };
      },
      // Even one that was revoked before: typing its PIN is what lifts that.
      standing: ({ fingerprint }) => (this.#paired ? contacts.standing(fingerprint) : { state: "pairing" }),
      onRefused: () => this.#finish({ step: "over", reason: "unreachable" }),
      onLost: () => this.#finish({ step: "over", reason: "lost" }),
      onUp: (link) => this.#handleUp(link),
      onMessage: (link, message) => this.#handleMessage(link, message),
      onDown: () => {
        if (!this.#paired) this.#finish({ step: "over", reason: "lost" });
      },
    };
  }

  #enter(name: Bytes, purpose: RoomPurpose): void {
    this.#room = new Room(name, purpose);
    this.#parts.network.add(this.#room);
  }

  #handleUp(link: PeerLink): void {
    this.#link = link;
    this.#remembering = new Remembering({
      link,
      onChange: () => this.#tellPeer(),
      onAgreed: () => this.#pair(),
    });
    this.#parts.contacts.sayName(link);
  }

  #handleMessage(link: PeerLink, message: ControlMessage): void {
    if (link.peer === undefined || this.#over) return;
    if (message.type === "profile") {
      this.#peer = { proven: link.peer, name: message.name };
      this.#tellPeer();
    } else if (message.type === "remember") this.#remembering?.handle(message);
    else if (message.type === "error" && message.about === ADMISSION && message.code === DECLINED)
      this.#finish({ step: "over", reason: "declined" });
    else if (this.#paired) this.#parts.contacts.handleMessage(link, message);
  }

  #pair(): void {
    if (this.#peer === undefined || this.#link === undefined) return;
    this.#paired = true;
    this.#parts.contacts.pair(this.#link, this.#peer.proven, this.#peer.name, this.#permissions);
  }

  #tellPeer(): void {
    if (this.#peer === undefined || this.#remembering === undefined) return;
    const { name, proven } = this.#peer;
    const { fingerprint } = proven;
    if (this.#paired) this.#tell({ step: "paired", name, fingerprint });
    else {
      const { view: remember } = this.#remembering;
      const isLookalike = this.#parts.contacts.isNameTaken(name, proven);
      const permissions = this.#permissions;
      this.#tell({ step: "confirming", name, fingerprint, isLookalike, permissions, remember });
    }
  }

  #tell(view: PairingView): void {
    if (!this.#over) this.#parts.onChange(view);
  }

  /** Nothing more comes of it. */
  #finish(view: PairingView): void {
    if (this.#over || this.#paired) return;
    this.#tell(view);
    this.close();
  }
}

function refusal(error: unknown): "unknown" | "too-fast" | "unreachable" {
  const code = error instanceof TransportError && error.reason === "refused" ? error.detail : undefined;
  if (code === "no-such-mailbox") return "unknown";
  return code === "rate-limited" ? "too-fast" : "unreachable";
}
