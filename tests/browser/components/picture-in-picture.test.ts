// The call in a small window: what is in it. That browsers open one is theirs; here it is a frame of the page.
import { expect, onTestFinished, test, vi } from "vitest";
import { page } from "vitest/browser";
import { FakePicture, plainFrame } from "../../fakes/picture.ts";
import { participant } from "../../fakes/states.ts";
import { mountCall } from "./mount.ts";

/** A browser that opens small windows; returns those that are open. */
function withSmallWindows(): { readonly open: HTMLIFrameElement[] } {
  const open: HTMLIFrameElement[] = [];
  const requestWindow = async () => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    open.push(frame);
    const inside = frame.contentWindow as Window & typeof globalThis;
    inside.close = () => {
      frame.remove();
      open.splice(open.indexOf(frame), 1);
    };
    return inside;
  };
  vi.stubGlobal("documentPictureInPicture", { requestWindow });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    for (const frame of open) frame.remove();
  });
  return { open };
}

async function choose(): Promise<void> {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Picture in picture" }).click();
}

const small = (open: readonly HTMLIFrameElement[]) => open[0]?.contentDocument?.body;
const press = (open: readonly HTMLIFrameElement[], name: string) =>
  small(open)?.querySelector<HTMLElement>(`[aria-label="${name}"]`)?.click();

test("who speaks is in it, with the buttons of the call, and all of it follows", async () => {
  const { open } = withSmallWindows();
  const picture = new FakePicture();
  const [noor, ben] = [participant("Noor", { picture }), participant("Ben", { camera: "off" })];
  const { call } = mountCall({ participants: [noor, ben] });
  await expect.poll(() => picture.attached).toBe(true);
  await picture.push(plainFrame(64, 36, "rgb(255 0 0)"));
  await choose();
  await expect.poll(() => small(open)?.querySelector("bdi")?.textContent).toBe("Noor");
  // The same stream in both places, from here on.
  await expect
    .poll(async () => {
      await picture.push(plainFrame(64, 36, "rgb(255 0 0)"));
      return small(open)?.querySelector("video")?.videoWidth;
    })
    .toBe(64);
  expect(getComputedStyle(small(open)?.querySelector("button") as Element).borderRadius).toBe("50%");

  call.update({ participants: [noor, { ...ben, speaking: true }] });
  await expect.poll(() => small(open)?.querySelector("bdi")?.textContent).toBe("Ben");
  expect(small(open)?.querySelector("video")).toBeNull();

  press(open, "Mute microphone");
  press(open, "Leave call");
  expect(call.requests).toEqual(["toggleMicrophone", "leave"]);
});

test("it goes with the call, or when there is nobody to show", async () => {
  const { open } = withSmallWindows();
  const { call } = mountCall({ participants: [participant("Noor")] });
  await choose();
  await expect.poll(() => open.length).toBe(1);
  call.update({ participants: [] });
  await expect.poll(() => open.length).toBe(0);
  call.update({ participants: [participant("Noor")] });
  await choose();
  await expect.poll(() => open.length).toBe(1);
  call.update({ phase: "ended", endReason: "left" });
  await expect.poll(() => open.length).toBe(0);
});

test("somebody who is alone is not offered one", async () => {
  mountCall({});
  await page.getByRole("button", { name: "More", exact: true }).click();
  await expect.element(page.getByRole("menuitem", { name: "Settings" })).toBeVisible();
  await expect
    .element(page.getByRole("menuitemcheckbox", { name: "Picture in picture" }))
    .not.toBeInTheDocument();
});
