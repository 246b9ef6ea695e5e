// A receiver in a process of its own, which a test can stop or kill: deno run child-client.ts <url> <carrier> <room> <member>
import { mediaFlows } from "../../../src/transport/wire/flows.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import { TestClient } from "./client.ts";
import { reach } from "./relay-under-test.ts";

const [base = "", carrier, room = "", member = ""] = Deno.args;
const relay = await reach(base);
const client = await TestClient.connect(relay, {
  carrier: carrier === "websocket" ? "websocket" : "webtransport",
});
const joined = await client.join(Uint8Array.fromHex(room));
await client.subscribe(Number(member) as MemberId, [...mediaFlows]);
console.log(joined.member);
