import type { Call } from "../call.ts";

/** Actions of calls, which the DOM's types do not list yet. */
type CallAction = "hangup" | "togglemicrophone" | "togglecamera";

/**
 * The keys of headsets and keyboards, and the buttons that the system shows for a call, until the signal aborts. They do what the
 * page's own buttons do.
 */
export function offerMediaControls(
  call: Pick<Call, "state" | "leave" | "toggleMicrophone" | "toggleCamera">,
  signal: AbortSignal,
): void {
  if (!("mediaSession" in navigator)) return;
  const session = navigator.mediaSession;
  const actions: Readonly<Record<CallAction, () => void>> = {
    hangup: () => call.leave(),
    togglemicrophone: () => call.toggleMicrophone(),
    togglecamera: () => call.toggleCamera(),
  };
  for (const [action, act] of Object.entries(actions)) handle(session, action, act);
  session.playbackState = "playing";
  const stop = call.state.subscribe(({ devices: { microphone, camera } }) => {
    void showActive(session, microphone === "on", camera === "on");
  });
  signal.addEventListener("abort", () => {
    stop();
    for (const action of Object.keys(actions)) handle(session, action, null);
    session.playbackState = "none";
  });
}

/** Some browsers promise something here, others nothing, and some do not have it. */
async function showActive(
  session: Partial<MediaSession>,
  microphone: boolean,
  camera: boolean,
): Promise<void> {
  try {
    await session.setMicrophoneActive?.(microphone);
    await session.setCameraActive?.(camera);
  } catch {
    // Only what the system shows is not up to date.
  }
}

/** Browsers throw at actions that they do not know. */
function handle(session: MediaSession, action: string, act: (() => void) | null): void {
  try {
    session.setActionHandler(action as MediaSessionAction, act);
  } catch {
    // That key does nothing here.
  }
}
