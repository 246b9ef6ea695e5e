import type { CallWarning, EndReason, Participant } from "../app/call-state.ts";
import { contactStrings, type Message } from "./strings-contacts.ts";
import { deviceStrings } from "./strings-devices.ts";

/** Everything the app says. A translation is another object of the same shape. */
export const strings = {
  app: "Kith",
  /** The language of these words, for dates and numbers in the middle of them. */
  locale: "en",
  title: {
    home: "Kith",
    preview: "Join a call · Kith",
    pairing: "Pair a device · Kith",
    call: "Call · Kith",
    notice: "Kith",
  },

  home: {
    heading: "Kith",
    lead: "Live sound and picture between people who trust each other. No account, nothing to install.",
    start: "Start a call",
    pair: "Pair a device",
    join: "Join a call",
    invite: "Invite link or code",
    open: "Open",
    paired: "Paired devices",
    nonePaired: "No paired devices yet. Pair one to call it from here with one press.",
    reading: "Looking who is there…",
    notPersistent: "This browser keeps nothing: paired devices are forgotten when it closes.",
  },

  ...contactStrings,
  ...deviceStrings,

  preview: {
    heading: "Ready to join?",
    join: "Join call",
    cancel: "Cancel",
    level: "Microphone level",
    cameraOff: "Your camera is off",
    cameraOpening: "Opening the camera…",
    noCamera: "No picture from a camera",
    watchOnly: "You are invited to watch and listen. Nobody will see or hear you.",
  },

  name: {
    label: "Your name",
    hint: "The others see it.",
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
    cameraOn: "Turn camera on",
    cameraShort: "Camera",
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
    calling: (name: string) => `Calling ${name}…`,
    callingLead: "It rings there now. The call begins when somebody answers.",
    watchOnly: "You are here to watch and listen. Nobody sees or hears you.",
  },

  invite: {
    heading: "Invite someone",
    lead: "Send this link to the people you want to talk to. Whoever has it can join.",
    link: "Invite link",
    making: "Making a link…",
    showCode: "Show QR code",
    code: "QR code of the invite link",
    codeLead: "Whoever scans it can join, as with the link.",
    options: "Invite options",
    optionsLead:
      "A new link with these options. The old link lets nobody in any more; whoever is in the call stays.",
    renew: "Make a new link",
    expiry: "Good for",
    expiryChoice: { hour: "One hour", day: "One day", week: "One week", never: "No end" },
    uses: "People who may join with it",
    usesChoice: (count: number) => (count === 0 ? "Any number" : `${count}`),
    guests: "What they may do",
    guestsTalk: "Talk and be seen",
    guestsWatch: "Watch and listen only",
    terms: {
      until: (time: string) => `Good until ${time}`,
      used: (used: number, uses: number) => `${used} of ${uses} have joined`,
      watch: "To watch only",
    },
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

  privacy: "End-to-end encrypted",

  person: {
    badge: {
      paired: "Paired device",
      inviter: "Sent the invitation",
      guest: "Has the invitation",
      lookalike: "Not the paired device of this name",
    },
    heading: (name: string) => `Who is ${name}?`,
    how: {
      paired: "This is the device that you paired. Its key was checked when it joined.",
      inviter: "This is the device that sent the invitation: the key in the link was checked when it joined.",
      guest:
        "Whoever this is has the invite link. If you know the voice or the face, that is your proof; if not, ask.",
      lookalike:
        "You have paired a device of this name, and this is another one. It was reset or replaced, or somebody only calls themselves that. Ask in another way before you trust it; to remember it, remove the old one from your list and pair the two again.",
    } satisfies Record<Participant["known"], string>,
    remember: "Remember this device",
    rememberLead: (name: string) =>
      `To call each other without a link from now on, you and ${name} both have to press this. Compare the fingerprint first.`,
    asked: (name: string) => `${name} wants the two devices to remember each other.`,
    waiting: (name: string) => `You said yes. Waiting for ${name}…`,
    withdraw: "Do not remember",
    look: "Compare and decide",
    no: "No",
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
  } satisfies Record<CallWarning, Message>,

  ended: {
    left: { what: "You left the call", remedy: "You can go back in while the others are still there." },
    declined: { what: "The call was declined", remedy: "Try again later, or write to each other first." },
    busy: { what: "The other device is in a call", remedy: "Try again in a few minutes." },
    "no-answer": {
      what: "Nobody answered",
      remedy: "The other device shows that you called. Try again later.",
    },
    "not-there": {
      what: "That device is not there now",
      remedy: "It was not online, so nobody there knows that you called. Try again later.",
    },
    "hung-up": { what: "The other side hung up", remedy: "You can call again whenever you like." },
    "wrong-device": {
      what: "This is not the device that you paired",
      remedy:
        "Its key is another one: it was reset, or somebody is in between. Nothing was said or shown. Ask the person in another way; to call it again, remove it from your list and pair it anew.",
    },
    "invite-expired": {
      what: "This invitation is over",
      remedy: "It was revoked or its time is up. Ask for a new link.",
    },
    "invite-used": {
      what: "This invitation is used up",
      remedy: "As many people as it was made for have joined. Ask for a new link.",
    },
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
  } satisfies Record<EndReason, Message>,
  endedActions: {
    again: "Join again",
    callAgain: "Call again",
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
    "expired-invite": {
      what: "This invitation is over",
      remedy: "Its time is up. Ask for a new link.",
    },
    "invalid-code": {
      what: "This code is not one of Kith",
      remedy: "Scan the code that the other device shows, or enter its PIN.",
    },
    "unsupported-browser": {
      what: "This browser cannot hold a call",
      remedy:
        "Kith needs a current version of Chrome, Edge, Firefox or Safari. Update this browser or open the link in another one.",
    },
    home: "Back to start",
  },
} as const;
