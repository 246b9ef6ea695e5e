import type { ControlMessage } from "../../src/trust/control-message.ts";
import type { Fingerprint } from "../../src/trust/fingerprint.ts";
import type { PeerLink } from "../../src/trust/peer-link.ts";

/** The fingerprint of nobody in particular; a greater number makes a greater one. */
export function fakeFingerprint(number: number): Fingerprint {
  return new Uint8Array(32).fill(number) as Fingerprint;
}

/** A link that is up, with nothing beneath: `link` goes to the code under test, what is said on it to the test. */
export class FakeLink {
  readonly sent: ControlMessage[] = [];
  readonly link: PeerLink;
  /** Why nothing can be said on it, once that is so. */
  refuse: Error | undefined;
  onSend: (message: ControlMessage) => void = () => undefined;

  constructor(peer: Fingerprint | undefined) {
    this.link = {
      peer: peer && { fingerprint: peer },
      send: (message: ControlMessage) => this.#send(message),
      tell: (message: ControlMessage) => void this.#send(message).catch(() => undefined),
    } as unknown as PeerLink;
  }

  sentOf<Type extends ControlMessage["type"]>(type: Type): Extract<ControlMessage, { type: Type }>[] {
    return this.sent.filter((message) => message.type === type) as Extract<ControlMessage, { type: Type }>[];
  }

  async #send(message: ControlMessage): Promise<void> {
    if (this.refuse !== undefined) throw this.refuse;
    this.sent.push(message);
    this.onSend(message);
  }
}
