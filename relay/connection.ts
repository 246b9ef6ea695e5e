import { WireError } from "../src/transport/wire/error.ts";
import { Flow } from "../src/transport/wire/flows.ts";
import { StreamParser } from "../src/transport/wire/framing.ts";
import { timeouts } from "../src/transport/wire/limits.ts";
import {
  type ClientMessage,
  CloseCode,
  decodeClientMessage,
  ErrorCode,
  encodeMessage,
  PROTOCOL_VERSION,
  type RelayMessage,
} from "../src/transport/wire/signaling.ts";
import type { Carrier, ReceiveStream, SendStream } from "./carrier.ts";
import { Downlink } from "./downlink.ts";
import { Forwarder } from "./forward.ts";
import { describe, log } from "./log.ts";
import type { Member, Occupant, Rooms } from "./rooms.ts";

export class Connection implements Occupant {
  readonly downlink: Downlink;
  readonly #carrier: Carrier;
  readonly #rooms: Rooms;
  readonly #forward: Forwarder;
  readonly #members = new Map<string, Member>();
  #writer: SendStream | undefined;
  #welcomed = false;
  #heard = performance.now();

  constructor(carrier: Carrier, rooms: Rooms) {
    this.#carrier = carrier;
    this.#rooms = rooms;
    this.#forward = new Forwarder(rooms);
    this.downlink = new Downlink(carrier);
    const watch = setInterval(() => {
      if (performance.now() - this.#heard > timeouts.silence) carrier.close(CloseCode.timeout, "silent");
    }, 500);
    carrier.closed.then(() => {
      clearInterval(watch);
      for (const member of this.#members.values()) this.#rooms.leave(member, "lost");
    });
    carrier.start({
      datagram: (bytes) => {
        this.#heard = performance.now();
        try {
          this.#forward.datagram(this, bytes);
        } catch (error) {
          log.warn("datagram", { error: describe(error) });
        }
      },
      stream: (stream) => {
        this.#heard = performance.now();
        this.#forward.frame(this, stream).catch((error) => {
          log.warn("stream", { error: describe(error) });
          stream.cancel();
        });
      },
      exchange: (readable, writable) => {
        this.#signal(readable, writable).catch((error) => {
          log.warn("signaling", { error: describe(error) });
          carrier.close(CloseCode.protocol, "");
        });
      },
    });
  }

  tell(message: RelayMessage): void {
    this.#writer?.write(encodeMessage(message)).catch(() => undefined);
  }

  async #signal(readable: ReceiveStream, writable: SendStream): Promise<void> {
    this.#writer = writable;
    const parser = new StreamParser();
    for (let bytes = await readable.read(); bytes !== undefined; bytes = await readable.read()) {
      this.#heard = performance.now();
      for (const packet of parser.push(bytes)) {
        if (parser.flow !== Flow.signaling) throw new WireError("unknown-flow", "not signaling");
        this.#handle(decodeClientMessage(packet));
      }
    }
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case "hello":
        this.#welcomed = true;
        this.tell({
          type: "welcome",
          version: PROTOCOL_VERSION,
          gates: [],
          ticket: crypto.getRandomValues(new Uint8Array(16)),
        });
        break;
      case "join": {
        const member = this.#rooms.join(this, message.room);
        if (member === undefined)
          return this.tell({
            type: "error",
            code: ErrorCode.roomFull,
            message: "full",
            fatal: false,
            re: message.id,
          });
        this.#members.set(message.room.toHex(), member);
        const members = [...member.room.members.values()].filter((m) => m !== member).map((m) => m.id);
        this.tell({ type: "joined", id: message.id, room: message.room, member: member.id, members });
        break;
      }
      case "leave": {
        const member = this.#members.get(message.room.toHex());
        if (member) this.#rooms.leave(member, "left");
        this.#members.delete(message.room.toHex());
        break;
      }
      case "subscribe": {
        const member = this.#rooms.member(message.member);
        if (member) this.#rooms.subscribe(this, member, message.flows, message.maxLayer);
        break;
      }
      case "notify": {
        const target = this.#rooms.member(message.to);
        const own = target && [...this.#members.values()].find((m) => m.room === target.room);
        if (target && own)
          target.occupant.tell({ type: "notify", from: own.id, to: target.id, data: message.data });
        break;
      }
      case "ping":
        this.tell({ type: "pong", id: message.id });
        break;
      case "pong":
        break;
    }
  }
}
