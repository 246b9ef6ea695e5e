import type { IncomingState, Recipient } from "../../app/chat.ts";
import { plural } from "../plural.ts";

const choose = plural("en");

/** Messages and files in a call. */
export const chat = {
  chat: {
    heading: "Chat",
    unread: (count: number) =>
      `Chat, ${choose(count, { one: `${count} new message`, other: `${count} new messages` })}`,
    messages: "Messages",
    note: "Everyone who is in the call now can read what you write. Nobody keeps it: it is gone when you leave.",
    save: "Save chat",
    fileName: (date: string) => `Kith chat ${date}.txt`,
    message: "Message",
    send: "Send",
    attach: "Send files",
    drop: "Drop files to offer them to everyone",
    alone: "Nobody else is here to read it yet.",
    watchOnly: "You are here to watch and listen, so you can read but not write.",
    tooLarge: (name: string, limit: string) =>
      `“${name}” is too large. A file may have ${limit} at most; larger ones need another way.`,
    nobody: "Nobody was here to get it",
    delivered: "Delivered",
    waiting: (names: string) => `Waiting for ${names}`,
    undelivered: (names: string) => `Not delivered to ${names}`,
    accept: "Accept",
    acceptFile: (name: string) => `Accept ${name}`,
    decline: "Decline",
    declineFile: (name: string) => `Decline ${name}`,
    stop: "Stop",
    stopFile: (name: string) => `Stop ${name}`,
    withdraw: "Withdraw",
    withdrawFile: (name: string) => `Withdraw ${name}`,
    saveFile: "Save",
    saveFileNamed: (name: string) => `Save ${name}`,
    progress: (name: string) => `Progress of ${name}`,
    withdrawn: "Withdrawn",
    unreadable: "This device cannot read the file any more. Choose it again.",
    incoming: {
      offered: "Not fetched yet",
      receiving: "Receiving…",
      paused: "Paused until the connection is back",
      checking: "Checking…",
      received: "Received and checked. It is kept only until you leave: save it.",
      declined: "Declined",
      stopped: "Stopped",
      damaged: "It arrived damaged and was thrown away. Ask for it again.",
      "no-room": "There is no room for more files in this call. Save what you need, and join again.",
      withdrawn: "Withdrawn by the sender",
      lost: "The sender has left",
    } satisfies Record<IncomingState, string>,
    recipient: {
      waiting: "waiting",
      delivered: "offered",
      undelivered: "not delivered",
      sending: "sending",
      paused: "paused",
      received: "received",
      declined: "declined",
      stopped: "stopped",
      damaged: "arrived damaged",
      "no-room": "has no room for it",
    } satisfies Record<Recipient["state"], string>,
    announce: {
      text: (name: string, text: string) => `${name} writes: ${text}`,
      file: (name: string, file: string) => `${name} offers the file ${file}`,
      received: (file: string) => `${file} is received`,
    },
  },
};
