import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type ChatContent, type ChatEntry, maxFile } from "../../../src/app/chat.ts";
import { piecesOf } from "../../../src/components/call/chat-text.ts";
import type { FakeCall } from "../../fakes/app.ts";
import { participant } from "../../fakes/states.ts";
import { deepAll, focused, mountCall } from "./mount.ts";

const noor = { peer: "noor", name: "Noor" } as Extract<ChatContent, { kind: "text" }>["from"];
const button = page.getByRole("button", { name: "Chat" });
const box = page.getByRole("textbox", { name: "Message" });
const log = page.getByRole("log", { name: "Messages" });
const file = { name: "list.txt", size: 2_000_000 };
const theirs = (
  state: Extract<ChatContent, { kind: "file" }>["state"],
  bytes = 0,
  blob?: Blob,
): ChatContent => ({ kind: "file", from: noor, file, state, bytes, blob });

let entries = 0;

function hear(call: FakeCall, content: ChatContent, id = `entry ${++entries}`): ChatEntry {
  const entry = { id, at: Date.UTC(2026, 10, 21, 12), content };
  call.chat.handleEntry(entry);
  return entry;
}

function say(call: FakeCall, text: string): void {
  hear(call, { kind: "text", from: noor, text });
}

function mountChat(): FakeCall {
  return mountCall({ participants: [participant("Noor")] }).call;
}

beforeEach(async () => {
  await page.viewport(1280, 720);
});

afterEach(() => {
  document.documentElement.style.colorScheme = "";
  vi.restoreAllMocks();
});

describe("the chat", () => {
  test("opens beside the people, tells how much is new, and closes with Escape", async () => {
    const call = mountChat();
    say(call, "Hello");
    say(call, "Are you there?");
    const unread = page.getByRole("button", { name: "Chat, 2 new messages" });
    await unread.click();
    await expect.element(page.getByRole("complementary", { name: "Chat" })).toBeVisible();
    await expect.element(log).toHaveTextContent("Are you there?");
    await expect.element(page.getByRole("button", { name: "Chat", exact: true })).toBeVisible();
    await expect.poll(focused).toBe(box.element());
    await userEvent.keyboard("{Escape}");
    await expect.element(log).not.toBeInTheDocument();
    await expect.poll(focused).toBe(button.element());
    say(call, "One more");
    await expect.element(page.getByRole("button", { name: "Chat, 1 new message" })).toBeVisible();
  });

  test("what comes while it is closed is announced, and not when it is open", async () => {
    const call = mountChat();
    const heard = () => deepAll("kith-announcer")[0]?.shadowRoot?.textContent;
    await expect.poll(heard).toBeDefined();
    say(call, "Hello");
    await expect.poll(heard).toContain("Noor writes: Hello");
    hear(call, theirs("offered"));
    await expect.poll(heard).toContain("Noor offers the file list.txt");
    await button.click();
    await expect.element(log).toBeVisible();
    say(call, "Nobody reads this out twice");
    await expect.element(log).toHaveTextContent("Nobody reads this out twice");
    expect(heard()).not.toContain("twice");
  });

  test("Enter sends, Shift and Enter begin a new line, a draft stays", async () => {
    const call = mountChat();
    await button.click();
    await box.click();
    await userEvent.keyboard("one{Shift>}{Enter}{/Shift}two{Enter}");
    expect(call.requests).toEqual(["say one\ntwo"]);
    await expect.element(box).toHaveValue("");
    await userEvent.keyboard("later{Escape}");
    await button.click();
    await expect.element(box).toHaveValue("later");
  });

  test("one's own words say how far they have come", async () => {
    const call = mountChat();
    await button.click();
    const own = (state: "waiting" | "delivered" | "undelivered") =>
      hear(call, { kind: "own-text", text: "Hi", recipients: [{ name: "Noor", state, bytes: 0 }] }, "own");
    own("waiting");
    await expect.element(log).toHaveTextContent("Waiting for Noor");
    own("delivered");
    await expect.element(log).toHaveTextContent("Delivered");
    own("undelivered");
    await expect.element(log).toHaveTextContent("Not delivered to Noor");
  });

  test("whoever is alone, or may only watch, cannot write", async () => {
    const call = mountChat();
    await button.click();
    call.update({ participants: [] });
    await expect.element(page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
    await expect.element(page.getByText("Nobody else is here")).toBeVisible();
    call.update({ watchOnly: true });
    await expect.element(box).not.toBeInTheDocument();
    await expect.element(page.getByText("you can read but not write")).toBeVisible();
  });

  test("what somebody writes is text, and only pages are links, which learn nothing", async () => {
    const call = mountChat();
    await button.click();
    say(call, "<img src=x onerror=alert(1)> see https://kith.example/a?b=c. javascript:alert(1)");
    const link = page.getByRole("link", { name: "https://kith.example/a?b=c" });
    await expect.element(link).toHaveAttribute("href", "https://kith.example/a?b=c");
    await expect.element(link).toHaveAttribute("rel", "noopener noreferrer");
    expect(log.getByRole("link").elements()).toHaveLength(1);
    expect(log.getByRole("img").elements()).toHaveLength(0);
  });

  test("is saved by whoever wants it", async () => {
    const call = mountChat();
    await button.click();
    say(call, "Remember this");
    const saved: Blob[] = [];
    vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
      saved.push(blob as Blob);
      return "blob:none";
    });
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
    await page.getByRole("button", { name: "Save chat" }).click();
    expect(await saved[0]?.text()).toMatch(/Noor: Remember this\n$/);
  });
});

describe("files", () => {
  test("are chosen and pasted; one that is too large is refused in words", async () => {
    const call = mountChat();
    await button.click();
    await expect.element(box).toBeVisible();
    const composer = deepAll("kith-chat-composer")[0] as HTMLElement & { offer(files: File[]): void };
    const large = new File([], "film.mp4");
    Object.defineProperty(large, "size", { value: maxFile + 1 });
    composer.offer([new File(["x"], "small.txt"), large]);
    expect(call.requests).toEqual(["offer-file small.txt"]);
    await expect.element(page.getByRole("alert")).toHaveTextContent("“film.mp4” is too large");
    const data = new DataTransfer();
    data.items.add(new File(["x"], "pasted.png"));
    box.element().dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    expect(call.requests.at(-1)).toBe("offer-file pasted.png");
  });

  test("of others are accepted, come, and are saved under their name", async () => {
    const call = mountChat();
    await button.click();
    const { id } = hear(call, theirs("offered"));
    await page.getByRole("button", { name: "Accept list.txt" }).click();
    hear(call, theirs("receiving", 1_000_000), id);
    await expect.element(page.getByRole("progressbar", { name: "Progress of list.txt" })).toBeVisible();
    await page.getByRole("button", { name: "Stop list.txt" }).click();
    expect(call.requests).toEqual([`accept-file ${id}`, `stop-file ${id}`]);
    hear(call, theirs("received", 2_000_000, new Blob(["x"])), id);
    let name = "";
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      name = this.download;
    });
    await page.getByRole("button", { name: "Save list.txt" }).click();
    expect(name).toBe("list.txt");
  });
});

test.each([
  ["so https://a.example/x).", ["so ", "https://a.example/x", ")."]],
  ["(https://a.example/b_(c))", ["(", "https://a.example/b_(c)", ")"]],
  ["https://user:word@evil.example/", ["https://user:word@evil.example/"]],
  ["ftp://a.example http://b.example", ["ftp://a.example ", "http://b.example"]],
  ["https://a.example/\u202Egpj", ["https://a.example/", "\u202Egpj"]],
])("%j is %j", (text, pieces) => {
  expect(piecesOf(text).map((piece) => piece.text)).toEqual(pieces);
});

const long = { peer: "long", name: "Maximiliane Alexandra von Hohenstein-Waldburg-Wolfegg" } as typeof noor;

const shown = [
  [1280, 720],
  [360, 740],
  [740, 360],
  // As large as anything can be asked to be read: 1280 × 1024 at 400 %.
  [320, 256],
].flatMap(([width = 0, height = 0]) => ["light", "dark"].map((scheme) => ({ width, height, scheme })));

test.each(shown)("axe finds nothing, and all fits, on $width × $height, $scheme", async (look) => {
  await page.viewport(look.width, look.height);
  document.documentElement.style.colorScheme = look.scheme;
  const call = mountChat();
  say(call, "Hello! Here is what we talked about: https://kith.example/plan");
  hear(call, { kind: "text", from: long, text: "I have just the same name as my grandmother had, and hers" });
  const recipients = [{ name: "Noor", state: "delivered" as const, bytes: 0 }];
  hear(call, { kind: "own-text", text: "Thank you, I look at it now.", recipients });
  hear(call, theirs("offered"));
  hear(call, theirs("received", 2_000_000, new Blob(["x"])));
  const sending = [{ name: "Noor", state: "sending" as const, bytes: 700_000 }];
  hear(call, { kind: "own-file", file, state: "offered", recipients: sending });
  if (button.elements().length === 0) await page.getByRole("button", { name: "More" }).click();
  await (button.elements().length > 0 ? button : page.getByRole("menuitem", { name: /Chat/ })).click();
  await expect.element(log).toBeVisible();
  for (const whole of [document.documentElement, log.element()])
    expect(whole.scrollWidth).toBe(whole.clientWidth);
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document.querySelector("kith-app") as Element, { runOnly: rules });
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
});
