import { describe, log } from "./log.ts";
import { SiteFile } from "./site-file.ts";

/** A built page is far smaller; more means that the folder is the wrong one. */
const MAX_FILES = 2_000;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The built page, read once. What a request asks for is looked up by name among what was read, so that no path,
 * however it is written, leads anywhere else.
 */
export class Site {
  readonly #files: ReadonlyMap<string, SiteFile>;

  /** A folder that is not there makes an empty site: the relay works without its page. */
  static async read(root: string): Promise<Site> {
    const files = new Map<string, SiteFile>();
    try {
      let total = 0;
      for await (const path of walk(root)) {
        const bytes = await Deno.readFile(`${root}${path}`);
        total += bytes.length;
        if (files.size >= MAX_FILES || total > MAX_BYTES) throw new Error("too much for a built page");
        files.set(path, await SiteFile.of(path, bytes));
      }
    } catch (error) {
      log.warn("page-not-read", { error: describe(error) });
    }
    return new Site(files);
  }

  private constructor(files: ReadonlyMap<string, SiteFile>) {
    this.#files = files;
  }

  /** The file of that path; for a path that names a screen of the app rather than a file, the app itself as links open it. */
  find(pathname: string): SiteFile | undefined {
    const file = this.#files.get(pathname);
    if (file !== undefined) return file;
    const isScreen = !pathname.slice(pathname.lastIndexOf("/")).includes(".");
    const page = pathname === "/" ? undefined : this.#files.get("/link.html");
    return isScreen ? (page ?? this.#files.get("/index.html")) : undefined;
  }
}

/** Paths of all files below the root, with `/` in front. */
async function* walk(root: string, below = ""): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(`${root}${below}`)) {
    const path = `${below}/${entry.name}`;
    if (entry.isDirectory) yield* walk(root, path);
    else if (entry.isFile) yield path;
  }
}
