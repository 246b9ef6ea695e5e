/** A file of the built page, and what is in it: in the form of the `integrity` of a request. */
export interface PageFile {
  readonly path: string;
  readonly integrity: string;
}

const PREFIX = "kith-page-";
const PAGE = "/index.html";
const POLICY = "content-security-policy";
/** What is in an answer says how it was compressed on its way; here it is not any more. */
const LOOKUP = { ignoreVary: true };

/**
 * One version of the page, whole or not at all: a file with other contents than this version's is not taken. Versions lie beside
 * each other, for windows that were opened with an earlier one and have not loaded all of it yet.
 */
export class Precache {
  readonly #name: string;
  readonly #files: readonly PageFile[];

  constructor(version: string, files: readonly PageFile[]) {
    this.#name = PREFIX + version;
    this.#files = files;
  }

  /** Whether it is a file of this version, or may be one of an earlier one. */
  covers(path: string): boolean {
    return path.startsWith("/assets/") || this.#files.some((file) => file.path === path);
  }

  /** Rejects, and nothing has changed, where one of the files cannot be had. */
  async fill(): Promise<void> {
    const requests = this.#files.map(
      // With a word to the server: what the browser has kept may carry an old policy.
      ({ path, integrity }) => new Request(path, { integrity, cache: "no-cache" }),
    );
    const cache = await caches.open(this.#name);
    await cache.addAll(requests);
  }

  /** The app itself, whatever screen it is to show. */
  async page(): Promise<Response> {
    return await this.file(PAGE);
  }

  /** From this version, else from an earlier one, else from the server. */
  async file(path: string): Promise<Response> {
    const own = await (await caches.open(this.#name)).match(path, LOOKUP);
    return own ?? (await caches.match(path, LOOKUP)) ?? (await fetch(path));
  }

  /**
   * The policy that comes with each file names the relay. Where the server has another one by now, all files are fetched anew;
   * if they are of another version by now, that one brings its own.
   */
  async followPolicy(): Promise<void> {
    const kept = await (await caches.open(this.#name)).match(PAGE, LOOKUP);
    const fresh = await fetch(PAGE, { cache: "no-cache" });
    if (fresh.ok && kept?.headers.get(POLICY) !== fresh.headers.get(POLICY)) await this.fill();
  }

  /** Only for when no window is open that could still need one of them. */
  async forgetOthers(): Promise<void> {
    const names = await caches.keys();
    const others = names.filter((name) => name.startsWith(PREFIX) && name !== this.#name);
    await Promise.all(others.map((name) => caches.delete(name)));
  }
}
