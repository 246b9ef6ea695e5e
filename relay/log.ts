import { TokenBucket } from "./rate-limit.ts";

/** One event. Only short-lived numbers and reasons: no room, token, ticket, name or address ever stands in a log. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

type Level = "info" | "warn" | "error";

/** JSON lines on standard error; standard output belongs to the ready line. */
export const log = {
  info: (event: string, fields: LogFields = {}) => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}) => write("warn", event, fields),
  error: (event: string, fields: LogFields = {}) => write("error", event, fields),
};

/** Lines per second, and at once: a flood of clients must not become a flood on the disk. */
const budget = new TokenBucket(20, 500, performance.now());
let left = 0;

function write(level: Level, event: string, fields: LogFields): void {
  if (!budget.take(performance.now())) {
    left++;
    return;
  }
  if (left > 0) {
    const lines = left;
    left = 0;
    print("warn", "lines-left-out", { lines });
  }
  print(level, event, fields);
}

function print(level: Level, event: string, fields: LogFields): void {
  const line = `${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`;
  try {
    Deno.stderr.writeSync(new TextEncoder().encode(line));
  } catch {
    // Nobody reads the log any more: that must not end a call.
  }
}

/** An error's class and first line. Its stack stays out: it names folders of the machine. */
export function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split("\n", 1)[0]?.slice(0, 256) ?? "";
}

/** Libraries write to the console what a peer made them say; keep that it happened, in the form of every other line. */
export function captureConsole(): void {
  console.warn = () => write("warn", "library-warning", {});
  console.error = () => write("warn", "library-error", {});
}
