import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { Person } from "./call.ts";
import type { Link } from "./link.ts";
import type { Reachable } from "./relay-under-test.ts";
import { within } from "./wait.ts";

/** A receiver in another process. Whoever starts it kills it. */
export interface Child {
  readonly member: MemberId;
  signal(signal: "SIGSTOP" | "SIGKILL"): void;
}

/** Starts a receiver of everything that `sender` sends, and waits until it is subscribed. */
export async function startChild(
  relay: Reachable,
  carrier: Link["kind"],
  room: Uint8Array,
  sender: Person,
): Promise<Child> {
  const script = new URL("./child-client.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--quiet", "--no-check", "--unstable-net", script];
  const about = [relay.base, carrier, room.toHex(), String(sender.member)];
  const child = new Deno.Command(Deno.execPath(), { args: [...args, ...about], stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await within(20_000, reader.read(), "the other process");
  const member = Number(new TextDecoder().decode(value)) as MemberId;
  reader.cancel().catch(() => undefined);
  child.status.catch(() => undefined);
  return { member, signal: (signal) => child.kill(signal) };
}
