// The relay, with everything that clients send it written down: what somebody who owns it could have seen.
import type { Carrier, CarrierEvents, ReceiveStream } from "../../../relay/carrier.ts";
import { QuicCarrier } from "../../../relay/quic-carrier.ts";
import { WebSocketCarrier } from "../../../relay/websocket-carrier.ts";

const tape = await Deno.open(Deno.env.get("KITH_TAPE") ?? "", { write: true, create: true, append: true });

for (const carrier of [QuicCarrier, WebSocketCarrier]) tap(carrier.prototype);
await import("../../../relay/main.ts");

function tap(carrier: Carrier): void {
  const { start } = carrier;
  carrier.start = function (this: Carrier, events: CarrierEvents): void {
    start.call(this, {
      datagram: (bytes) => {
        tape.writeSync(bytes);
        events.datagram(bytes);
      },
      stream: (stream) => events.stream(recorded(stream)),
      exchange: (readable, writable) => events.exchange(recorded(readable), writable),
    });
  };
}

function recorded(stream: ReceiveStream): ReceiveStream {
  return {
    read: async () => {
      const bytes = await stream.read();
      if (bytes !== undefined) tape.writeSync(bytes);
      return bytes;
    },
    cancel: () => stream.cancel(),
  };
}
