import type { Config } from "./config.ts";
import { describe } from "./log.ts";
import { RelayError } from "./relay-error.ts";
import type { KeyPair } from "./tls.ts";

/** One port, twice: UDP for WebTransport and TCP for the page. Whoever is handed it closes both. */
export interface Bound {
  readonly port: number;
  readonly endpoint: Deno.QuicEndpoint;
  readonly server: Deno.HttpServer<Deno.NetAddr>;
}

/** A port that the system chose for UDP may be taken for TCP: try some others. */
const ATTEMPTS = 10;

/** Makes the page's handler once the port is known. */
type MakeHandler = (port: number) => Deno.ServeHandler<Deno.NetAddr>;

/** Binds both; throws a sentence that says what to do when that fails. */
export function bind(config: Config, page: KeyPair | undefined, makeHandler: MakeHandler): Bound {
  for (let attempt = 1; ; attempt++) {
    try {
      return bindOnce(config, page, makeHandler);
    } catch (cause) {
      const chosenBySystem = config.port === 0 && cause instanceof Deno.errors.AddrInUse;
      if (!chosenBySystem || attempt >= ATTEMPTS) throw explain(config, cause);
    }
  }
}

function bindOnce({ host, port }: Config, page: KeyPair | undefined, makeHandler: MakeHandler): Bound {
  const endpoint = new Deno.QuicEndpoint({ hostname: host, port });
  const bound = endpoint.addr.port;
  const onListen = () => undefined;
  try {
    const options = { hostname: host, port: bound, onListen };
    const handler = makeHandler(bound);
    const server =
      page === undefined ? Deno.serve(options, handler) : Deno.serve({ ...options, ...page }, handler);
    return { port: bound, endpoint, server };
  } catch (error) {
    endpoint.close();
    throw error;
  }
}

function explain({ host, port }: Config, cause: unknown): RelayError {
  if (cause instanceof Deno.errors.AddrInUse)
    return new RelayError("bind", `Port ${port} is in use already: stop what uses it or set KITH_PORT.`, {
      cause,
    });
  if (cause instanceof Deno.errors.AddrNotAvailable)
    return new RelayError("bind", `${host} is not an address of this machine: set KITH_HOST to one.`, {
      cause,
    });
  if (cause instanceof Deno.errors.PermissionDenied)
    return new RelayError("bind", `Port ${port} may not be opened: set KITH_PORT to one above 1023.`, {
      cause,
    });
  return new RelayError("bind", `Cannot listen on ${host}, port ${port}: ${describe(cause)}.`, { cause });
}
