import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScreenShare } from "../../../src/app/screen-share.ts";

class FakeTrack extends EventTarget {
  contentHint = "";
  readonly settings: object;
  isStopped = false;

  constructor(settings: object) {
    super();
    this.settings = settings;
  }

  getSettings(): object {
    return this.settings;
  }

  stop(): void {
    this.isStopped = true;
  }

  /** As the browser ends it. */
  end(): void {
    this.dispatchEvent(new Event("ended"));
  }
}

let picture: FakeTrack;
let sound: FakeTrack | undefined;
let asked: DisplayMediaStreamOptions | undefined;

beforeEach(() => {
  asked = undefined;
  const getDisplayMedia = async (options: DisplayMediaStreamOptions) => {
    asked = options;
    return { getVideoTracks: () => [picture], getAudioTracks: () => (sound === undefined ? [] : [sound]) };
  };
  vi.stubGlobal("navigator", { mediaDevices: { getDisplayMedia } });
  vi.stubGlobal("devicePixelRatio", 1);
  vi.stubGlobal("outerWidth", 1280);
  vi.stubGlobal("outerHeight", 720);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function shared(surface: object, heard?: object): Promise<ScreenShare> {
  picture = new FakeTrack(surface);
  sound = heard && new FakeTrack(heard);
  const share = new ScreenShare(() => undefined);
  await share.start();
  return share;
}

test("sound is asked for as it is, without the call's own, and it goes on sounding here", async () => {
  const share = await shared({ displaySurface: "browser" }, {});
  expect(asked?.audio).toMatchObject({
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    suppressLocalAudioPlayback: false,
    restrictOwnAudio: true,
  });
  expect(asked).toMatchObject({ systemAudio: "include" });
  expect(share.state.get()).toMatchObject({ status: "on", track: picture, sound, trouble: undefined });
});

test("a screen without sound is shared like any other", async () => {
  const share = await shared({ displaySurface: "monitor" });
  expect(share.state.get()).toMatchObject({ status: "on", sound: undefined, trouble: undefined });
});

test("picture and sound stop together, by hand and by the browser", async () => {
  for (const stop of [(share: ScreenShare) => share.stop(), () => picture.end()]) {
    const share = await shared({ displaySurface: "browser" }, {});
    stop(share);
    expect(share.state.get()).toMatchObject({ status: "off", track: undefined, sound: undefined });
    expect([picture.isStopped, sound?.isStopped]).toEqual([true, true]);
  }
});

test("a screen whose sound is over is still seen", async () => {
  const share = await shared({ displaySurface: "monitor" }, {});
  sound?.end();
  expect(share.state.get()).toMatchObject({
    status: "on",
    track: picture,
    sound: undefined,
    trouble: undefined,
  });
});

test("one can look at what one shares, unless that shows the call inside itself", async () => {
  expect((await shared({ displaySurface: "browser" })).state.get().look).toBe(picture);
  expect((await shared({ displaySurface: "monitor" })).state.get().look).toBeUndefined();
  const own = { displaySurface: "window", width: 1280, height: 720 };
  expect((await shared(own)).state.get().look).toBeUndefined();
});

test("who shares the sound of everything is warned, unless the browser leaves the call out of it", async () => {
  const trouble = async (surface: object, heard?: object) =>
    (await shared(surface, heard)).state.get().trouble;
  expect(await trouble({ displaySurface: "monitor" }, {})).toBe("screen-echoes");
  expect(await trouble({ displaySurface: "monitor" }, { restrictOwnAudio: true })).toBeUndefined();
  expect(await trouble({ displaySurface: "browser" }, {})).toBeUndefined();
  expect(await trouble({ displaySurface: "window", width: 1280, height: 720 })).toBe("screen-shows-itself");
});
