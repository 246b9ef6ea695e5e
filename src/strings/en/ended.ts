import type { EndReason } from "../../app/call-state.ts";
import type { Message } from "../message.ts";

/** Why a call is over, and what can be done then. */
export const ended = {
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
    missed: { what: "You missed this call", remedy: "It stopped ringing before you answered. Call back." },
    "answered-elsewhere": {
      what: "Answered in another window",
      remedy: "The call goes on there, on this device.",
    },
    cancelled: {
      what: "The caller has given up",
      remedy: "That was at the moment when you answered. Call back.",
    },
    unreachable: {
      what: "You did not find each other",
      remedy: "The call was answered, but the two devices could not connect. Check both, then call again.",
    },
    "connection-lost": {
      what: "The connection was lost",
      remedy: "It did not come back in time. Check it on both sides, then try again.",
    },
    forgotten: {
      what: "This device was reset",
      remedy: "Everything on it was forgotten. Start or join a call as a new device.",
    },
    moved: { what: "You continue on the other device", remedy: "The call goes on there, in your place." },
    "handoff-over": {
      what: "This link is over",
      remedy: "It moves a call once, for two minutes. Show a new code on the device that is in the call.",
    },
    "wrong-device": {
      what: "This is not the device that you paired",
      remedy:
        "Its key is another one: it was reset, or somebody is in between. Nothing was said or shown. Ask the person in another way. To call it again, remove it and pair it anew.",
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
    callBack: "Call back",
    retry: "Try again",
    reload: "Reload the page",
    home: "Back to start",
  },
} as const;
