/** An answer, as it came. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly body: string;
}

/** Sends a request exactly as written, which no client library would: paths and hosts are not put in order first. */
export async function rawRequest(port: number, head: string): Promise<RawResponse> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(`${head}Connection: close\r\n\r\n`));
  const answer = new Uint8Array(await new Response(connection.readable).arrayBuffer());
  const split = indexOf(answer, new TextEncoder().encode("\r\n\r\n"));
  const [statusLine = "", ...lines] = new TextDecoder().decode(answer.subarray(0, split)).split("\r\n");
  const headers = new Headers(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
  const bytes = answer.subarray(split + 4);
  return { status: Number(statusLine.split(" ")[1]), headers, bytes, body: new TextDecoder().decode(bytes) };
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at + wanted.length <= bytes.length; at++)
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return at;
  return bytes.length;
}
