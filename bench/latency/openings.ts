import type { CameraSize } from "../page/camera.ts";
import type { Opening } from "../page/main.ts";
import { closeAll, startKithCall } from "../stand/calls.ts";
import type { Stand } from "../stand/stand.ts";

/** Opens a link again and again, on a device that has the app in its cache and whose camera opens at once. */
export async function measureOpenings(stand: Stand, camera: CameraSize, count: number): Promise<Opening[]> {
  const seat = { camera, sees: camera };
  const host = await startKithCall(stand, seat);
  const device = await stand.newDevice(seat);
  const openings: Opening[] = [];
  try {
    // The first one fills the cache.
    for (let i = 0; i <= count; i++) {
      const page = await device.newPage();
      await page.goto(host.link, { waitUntil: "commit" });
      const opening = await page.evaluate(() => globalThis.bench.joinAtOnce());
      if (i > 0) openings.push(opening);
      await page.evaluate(() => globalThis.bench.press("Leave"));
      await host.page.locator("kith-tile").waitFor({ state: "detached" });
      await page.close();
    }
    return openings;
  } finally {
    await device.close();
    await closeAll(host.page);
  }
}
