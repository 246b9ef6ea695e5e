import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Chatter, ChatWire } from "../../../../fakes/chat-pair.ts";
import { eventually } from "../../../../fakes/eventually.ts";

const PATIENCE = 120_000;

let ada: Chatter;
let ben: Chatter;
let wire: ChatWire;

function begin(): void {
  ada = new Chatter("Ada");
  ben = new Chatter("Ben");
  wire = new ChatWire(ada, ben);
}

beforeEach(begin);

afterEach(() => {
  for (const { chat } of [ada, ben]) chat.close();
});

function fileOf(size: number, name = "holiday.jpg"): File {
  return new File([Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) % 256)], name);
}

async function bytesOf(blob: Blob | undefined): Promise<number[]> {
  return blob === undefined ? [] : [...new Uint8Array(await blob.arrayBuffer())];
}

/** Ben has been offered the file, and this is its id. */
async function offered(file: File): Promise<string> {
  ada.chat.offerFile(file);
  await eventually(() => expect(ben.files).toHaveLength(1));
  return ben.files[0]?.[0] ?? "";
}

describe("what is said", () => {
  test("is heard in order by those who are there, and its sender knows", async () => {
    wire.connect();
    ada.chat.say("Hello");
    ada.chat.say("  Two\r\nlines\u202E  ");
    ben.chat.say("Hi");
    await eventually(() => expect(ben.heard).toEqual(["Hello", "Two\nlines"]));
    await eventually(() => expect(ada.heard).toEqual(["Hi"]));
    await eventually(() => expect(ada.fates).toEqual([["delivered"], ["delivered"]]));
  });

  test("to nobody is said so; who comes later does not hear it", async () => {
    ada.chat.say("Anybody?");
    expect(ada.fates).toEqual([[]]);
    wire.connect();
    ada.chat.say("Welcome");
    await eventually(() => expect(ben.heard).toEqual(["Welcome"]));
  });

  test("while somebody is away waits for them", async () => {
    wire.connect();
    wire.cut();
    ada.chat.say("Still there?");
    expect(ada.fates).toEqual([["waiting"]]);
    wire.connect();
    await eventually(() => expect(ben.heard).toEqual(["Still there?"]));
    await eventually(() => expect(ada.fates).toEqual([["delivered"]]));
  });

  test("does not wait for ever, and what comes after that is heard all the same", async () => {
    wire.connect();
    wire.cut();
    ada.chat.say("Too late");
    ada.clock.now += PATIENCE;
    ada.chat.poll();
    expect(ada.fates).toEqual([["waiting"]]);
    ada.clock.now += 1;
    ada.chat.poll();
    expect(ada.fates).toEqual([["undelivered"]]);
    wire.connect();
    ada.chat.say("In time");
    await eventually(() => expect(ben.heard).toEqual(["In time"]));
  });

  test("is not delivered to somebody who leaves first", () => {
    wire.connect();
    wire.cut();
    ada.chat.say("Wait!");
    ada.chat.end(ben.id);
    expect(ada.fates).toEqual([["undelivered"]]);
  });

  test("before it is known who says it waits until it is", async () => {
    wire.connect();
    const link = { sendChat: async () => undefined } as never;
    const handled = ada.chat.handle(link, { type: "chat-text", number: 1, text: "It is me" });
    expect(ada.heard).toEqual([]);
    ada.chat.attach(ben.id, "Ben", link);
    await handled;
    expect(ada.heard).toEqual(["It is me"]);
  });

  test("arrives once and in order, wherever the way breaks", async () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 8 });
    const words = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, words, words, async (lengths, hers, his) => {
        begin();
        wire.connect(lengths[0]);
        for (let i = 0; i < hers; i++) ada.chat.say(`a${i}`);
        for (let i = 0; i < his; i++) ben.chat.say(`b${i}`);
        for (const length of lengths.slice(1)) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          wire.cut();
          wire.connect(length);
        }
        wire.cut();
        wire.connect();
        await eventually(() => {
          expect(ben.heard).toEqual(Array.from({ length: hers }, (_, i) => `a${i}`));
          expect(ada.heard).toEqual(Array.from({ length: his }, (_, i) => `b${i}`));
          expect(ada.fates.flat()).toEqual(Array(hers).fill("delivered"));
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe("a file", () => {
  test("comes when it is accepted, whole and without a type", async () => {
    wire.connect();
    const file = fileOf(200_000);
    const id = await offered(file);
    expect(wire.said.some(({ type }) => type === "file-piece")).toBe(false);
    ben.chat.acceptFile(id);
    await eventually(() => expect(ben.files[0]?.[1].state).toBe("received"));
    const blob = ben.files[0]?.[1].blob;
    expect(blob?.type).toBe("application/octet-stream");
    expect(await bytesOf(blob)).toEqual(await bytesOf(file));
    await eventually(() => expect(ada.ownFiles[0]?.recipients[0]?.state).toBe("received"));
    expect(ada.ownFiles[0]?.recipients[0]?.bytes).toBe(200_000);
  });

  test("may be empty", async () => {
    wire.connect();
    ben.chat.acceptFile(await offered(fileOf(0)));
    await eventually(() => expect(ben.files[0]?.[1].state).toBe("received"));
  });

  test("that is declined never comes, and its sender knows", async () => {
    wire.connect();
    ben.chat.stopFile(await offered(fileOf(10)));
    await eventually(() => expect(ada.ownFiles[0]?.recipients[0]?.state).toBe("declined"));
    await eventually(() => expect(ben.files[0]?.[1].state).toBe("declined"));
  });

  test("goes on where it stopped", async () => {
    wire.connect();
    const file = fileOf(300_000);
    const id = await offered(file);
    wire.cut();
    wire.connect(60);
    ben.chat.acceptFile(id);
    await eventually(() => expect(wire.isUp).toBe(false));
    await eventually(() => expect(ben.files[0]?.[1].state).toBe("paused"));
    const here = ben.files[0]?.[1].bytes ?? 0;
    expect(here).toBeGreaterThan(0);
    wire.said.length = 0;
    wire.connect();
    await eventually(() => expect(ben.files[0]?.[1].state).toBe("received"));
    expect(await bytesOf(ben.files[0]?.[1].blob)).toEqual(await bytesOf(file));
    const pieces = wire.said.flatMap((message) => (message.type === "file-piece" ? [message.offset] : []));
    expect(pieces[0]).toBe(here);
  });

  test("arrives whole wherever the way breaks", async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.integer({ min: 1, max: 60_000 }), async (lengths, size) => {
        begin();
        wire.connect();
        const file = fileOf(size);
        ben.chat.acceptFile(await offered(file));
        for (const length of lengths) {
          wire.cut();
          wire.connect(length);
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        wire.cut();
        wire.connect();
        await eventually(() => expect(ben.files[0]?.[1].state).toBe("received"));
        expect(await bytesOf(ben.files[0]?.[1].blob)).toEqual(await bytesOf(file));
        await eventually(() => expect(ada.ownFiles[0]?.recipients[0]?.state).toBe("received"));
      }),
      { numRuns: 15 },
    );
  });

  test("is stopped by either side on its way", async () => {
    for (const stop of [() => ben.chat.stopFile(ben.files[0]?.[0] ?? ""), () => ada.chat.stopFile("own 1")]) {
      begin();
      wire.connect();
      wire.pieceTime = 5;
      const id = await offered(fileOf(5_000_000));
      ben.chat.acceptFile(id);
      await eventually(() => expect(ben.files[0]?.[1].bytes).toBeGreaterThan(0));
      stop();
      await eventually(() => expect(["stopped", "withdrawn"]).toContain(ben.files[0]?.[1].state));
      await eventually(() => expect(ada.ownFiles[0]?.recipients[0]?.state).toBe("stopped"));
      const { length } = wire.said;
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(wire.said.slice(length).filter(({ type }) => type === "file-piece")).toEqual([]);
    }
  });

  test.each([
    ["other bytes", (bytes: number[]) => ({ bytes: Uint8Array.from(bytes.with(0, 99)) })],
    ["bytes from further on", () => ({ offset: 5_000 })],
    ["bytes that were here", () => ({ offset: 0 })],
    ["more bytes than there are", () => ({ bytes: new Uint8Array(32_768) })],
  ])("with %s in it is thrown away", async (_, lie) => {
    wire.connect();
    let pieces = 0;
    wire.lie = (message) => {
      if (message.type !== "file-piece" || pieces++ !== 3) return message;
      return { ...message, ...lie([...message.bytes]) };
    };
    ben.chat.acceptFile(await offered(fileOf(20_000)));
    await eventually(() => expect(ben.files[0]?.[1].state).toBe("damaged"));
    expect(ben.files[0]?.[1].blob).toBeUndefined();
    await eventually(() => expect(ada.ownFiles[0]?.recipients[0]?.state).toBe("damaged"));
  });

  test("that nobody accepted cannot be pressed upon anybody", async () => {
    wire.connect();
    const link = { sendChat: async () => undefined } as never;
    await offered(fileOf(100));
    ben.chat.attach(ada.id, "Ada", link);
    await ben.chat.handle(link, { type: "file-piece", file: 1, offset: 0, bytes: new Uint8Array(50) });
    await ben.chat.handle(link, { type: "file-piece", file: 77, offset: 0, bytes: new Uint8Array(50) });
    await eventually(() => expect(ben.files[0]?.[1].state).toBe("damaged"));
    expect(ben.files[0]?.[1].bytes).toBe(0);
  });

  test("is refused when more was accepted than there is room for", async () => {
    wire.connect();
    const link = { sendChat: async () => undefined } as never;
    ben.chat.attach(ada.id, "Ada", link);
    const size = 100 * 1024 * 1024;
    for (let number = 1; number <= 6; number++)
      await ben.chat.handle(link, {
        type: "file-offer",
        number,
        name: "big",
        size,
        hash: new Uint8Array(32),
      });
    await eventually(() => expect(ben.files).toHaveLength(6));
    for (const [id] of ben.files) ben.chat.acceptFile(id);
    await eventually(() =>
      expect(ben.files.map(([, { state }]) => state)).toEqual([...Array(5).fill("receiving"), "no-room"]),
    );
  });

  test("of somebody who goes is lost; one that this device cannot read is withdrawn", async () => {
    wire.connect();
    await offered(fileOf(100));
    ben.chat.end(ada.id);
    await eventually(() => expect(ben.files[0]?.[1].state).toBe("lost"));
    const unreadable = Object.assign(fileOf(10, "gone.txt"), {
      arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")),
    });
    ada.chat.offerFile(unreadable);
    await eventually(() => expect(ada.ownFiles.map(({ state }) => state)).toContain("unreadable"));
  });
});
