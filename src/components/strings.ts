import type { EndReason } from "../app/call-state.ts";

/** Everything the app says. A translation is another object of the same shape. */
export const strings = {
  app: "Kith",
  title: {
    home: "Kith",
    preview: "Join a call · Kith",
    call: "Call · Kith",
    notice: "Kith",
  },

  home: {
    heading: "Kith",
    lead: "Live sound and picture between people who trust each other. No account, nothing to install.",
    start: "Start a call",
    join: "Join a call",
    invite: "Invite link or code",
    open: "Open",
    paired: "Paired devices",
    nonePaired: "No paired devices yet. Calls do not need any: start one and send the link.",
  },

  preview: {
    heading: "Ready to join?",
    join: "Join call",
    cancel: "Cancel",
    level: "Microphone level",
    cameraOff: "Your camera is off",
    cameraOpening: "Opening the camera…",
    noCamera: "No picture from a camera",
  },

  name: {
    label: "Your name",
    hint: "The others in the call see it.",
    unnamed: "Guest",
    own: "You",
    ownPicture: "Your camera",
  },

  devices: {
    camera: "Camera",
    microphone: "Microphone",
    unlabelled: (kind: string, position: number) => `${kind} ${position}`,
    opening: "Opening…",
    none: "None found",
    notAllowed: "Not allowed",
    mute: "Mute microphone",
    muteShort: "Mute",
    unmute: "Unmute microphone",
    unmuteShort: "Unmute",
    cameraOff: "Turn camera off",
    cameraOffShort: "Camera off",
    cameraOn: "Turn camera on",
    cameraOnShort: "Camera on",
    retry: "Try again",
    dismiss: "Dismiss",
  },

  /** What is wrong with the camera, the microphone or both, and what to do about it. */
  deviceProblem: {
    subject: { camera: "camera", microphone: "microphone", both: "camera and microphone" },
    refused: {
      what: (subject: string) => `Kith may not use your ${subject}.`,
      remedy: "Allow it in the browser's settings for this site, then try again.",
    },
    missing: {
      what: (subject: string) => `No ${subject} found.`,
      remedy: "Connect one, then try again.",
    },
    busy: {
      what: (subject: string) => `Another program is using your ${subject}.`,
      remedy: "Close that program, then try again.",
    },
    lost: {
      what: (subject: string) => `The connection to your ${subject} was lost.`,
      remedy: "Plug it in again or choose another one, then try again.",
    },
    stillJoin: {
      camera: "You can still join: the others will hear you but not see you.",
      microphone: "You can still join: the others will see you but not hear you.",
      both: "You can still join to watch and listen: the others will not see or hear you.",
    },
    inCall: {
      camera: "The others hear you but do not see you.",
      microphone: "The others see you but do not hear you.",
      both: "You are here to watch and listen: the others do not see or hear you.",
    },
  },

  call: {
    heading: "Call",
    leave: "Leave call",
    leaveShort: "Leave",
    settings: "Settings",
    close: "Close",
  },

  invite: {
    heading: "Invite someone",
    lead: "Send this link to the people you want to talk to. Whoever has it can join.",
    link: "Invite link",
    copy: "Copy invite link",
    share: "Share invite link",
    copied: "Copied",
    selected: "The browser does not let Kith copy. The link is selected: copy it yourself.",
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
    connecting: "Connecting…",
    connected: "Connected",
    fallback: "Connected by WebSocket, with more delay",
    reconnecting: "Reconnecting…",
    failed: "Not connected",
  },

  announce: {
    present: (names: string) => `In the call: ${names}`,
    joined: (name: string) => `${name} joined`,
    left: (name: string) => `${name} left`,
    away: (name: string) => `${name} lost the connection`,
    back: (name: string) => `${name} is back`,
    muted: (name: string) => `${name} turned the microphone off`,
    unmuted: (name: string) => `${name} turned the microphone on`,
    ownMuted: "Your microphone is off",
    ownUnmuted: "Your microphone is on",
  },

  privacy: "Not yet end-to-end encrypted: whoever runs the relay could listen.",

  ended: {
    left: { what: "You left the call", remedy: "You can go back in while the others are still there." },
    "relay-unreachable": {
      what: "The relay cannot be reached",
      remedy:
        "Check the connection of this device, then try again. If others cannot reach it either, tell whoever runs the relay.",
    },
    "relay-refused": {
      what: "The relay did not let you in",
      remedy: "The invite link may be too old. Ask for a new one, or try again.",
    },
    "room-full": {
      what: "This call is full",
      remedy: "Ask somebody to leave, then try again.",
    },
    incompatible: {
      what: "This page does not fit the relay",
      remedy:
        "One of them is newer than the other. Reload the page; if that does not help, tell whoever runs the relay.",
    },
    crashed: {
      what: "The call broke off",
      remedy: "Kith itself failed. Join again; if it keeps happening, reload the page.",
    },
  } satisfies Record<EndReason, { what: string; remedy: string }>,
  endedActions: {
    again: "Join again",
    retry: "Try again",
    reload: "Reload the page",
    home: "Back to start",
  },

  notice: {
    "invalid-invite": {
      what: "This is not a complete invite link",
      remedy:
        "Part of it may have been lost on the way. Copy the whole link and open it again, or ask for a new one.",
    },
    "unsupported-browser": {
      what: "This browser cannot hold a call",
      remedy:
        "Kith needs a current version of Chrome, Edge, Firefox or Safari. Update this browser or open the link in another one.",
    },
    home: "Back to start",
  },
} as const;
