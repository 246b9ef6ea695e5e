import type { CallPhase, CallWarning } from "../../app/call-state.ts";
import type { Message } from "../message.ts";

/** A call while it goes on, and one that rings. */
export const call = {
  call: {
    heading: "Call",
    leave: "Leave call",
    leaveShort: "Leave",
    settings: "Settings",
    calling: "Calling {name}…",
    callingLead: "Looking for the device. If it is online, it rings in a moment.",
    ringingLead: "It rings there now. The call begins when somebody answers.",
    watchOnly: "You are here to watch and listen. Nobody sees or hears you.",
  },

  tile: {
    muted: "Microphone off",
    noMicrophone: "No microphone",
    cameraOff: "Camera off",
    noCamera: "No camera",
    watching: "Watching",
    away: "Connection lost. Waiting…",
  },

  connection: {
    label: "Connection",
    fallback: "Connected with delay",
  },

  /** The status of the call. */
  phase: {
    entering: "Connecting…",
    calling: "Calling…",
    ringing: "Ringing…",
    rung: "Connecting…",
    connecting: "Connecting…",
    active: "Connected",
    reconnecting: "Reconnecting…",
    ended: "Not connected",
  } satisfies Record<CallPhase, string>,

  announce: {
    present: "In the call: {names}",
    joined: "{name} joined",
    left: "{name} left",
    away: "{name} lost the connection",
    back: "{name} is back",
    muted: "{name} turned the microphone off",
    unmuted: "{name} turned the microphone on",
    ownMuted: "Your microphone is off",
    ownUnmuted: "Your microphone is on",
  },

  warning: {
    "stranger-refused": {
      what: "Somebody without an invitation tried to join and was kept out.",
      remedy: "If that happens again, leave and start a new call with a new link.",
    },
    "invite-refused": {
      what: "Somebody came with a link that is over, used up or revoked, and was kept out.",
      remedy: "If you wanted them here, send them a new link.",
    },
    "screen-failed": {
      what: "Your screen could not be shared.",
      remedy: "Choose something else, or allow this browser in the system's settings to record the screen.",
    },
    "screen-shows-itself": {
      what: "You share the very window that shows this call.",
      remedy: "The others see it again and again inside itself. Share another window, or a single tab.",
    },
    "screen-echoes": {
      what: "The others may hear themselves.",
      remedy: "Their voices are in the sound that you share. Share a single tab, or no sound.",
    },
  } satisfies Record<CallWarning, Message>,
} as const;
