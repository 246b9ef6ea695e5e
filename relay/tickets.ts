const TICKET_BYTES = 16;

/** The names under which connections can be replaced. Random and long, so that nobody finds one by trying. */
export class Tickets<Holder> {
  readonly #holders = new Map<string, Holder>();

  issue(holder: Holder): Uint8Array<ArrayBuffer> {
    const ticket = crypto.getRandomValues(new Uint8Array(TICKET_BYTES));
    this.#holders.set(ticket.toHex(), holder);
    return ticket;
  }

  holder(ticket: Uint8Array): Holder | undefined {
    return this.#holders.get(ticket.toHex());
  }

  /** Its holder is gone, or has been replaced. */
  void(ticket: Uint8Array): void {
    this.#holders.delete(ticket.toHex());
  }
}
