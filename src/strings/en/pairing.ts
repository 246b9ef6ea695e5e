import type { PairingState, PinProblem } from "../../app/pairing-state.ts";
import type { Message } from "../message.ts";

/** Making two devices known to each other. */
export const pairing = {
  pairing: {
    heading: "Pair a device",
    lead: "Two devices that are paired find and call each other with one press. It takes a minute, once.",
    showLead: "Start on either of the two: one shows a PIN, the other one types it.",
    show: "Show PIN",
    enter: "Enter PIN",
    back: "Back to start",
    cancel: "Cancel",
    preparing: "Preparing a PIN…",
    pin: "Your PIN",
    showing: "Enter this PIN on the other device",
    showingLead: "There, press “Pair a device” and then “Enter PIN”. Tell it only to the person you mean.",
    timeLeft: "Time left",
    timeLeftSpoken: "{time} left for this PIN",
    guessesLeft: {
      one: "Somebody typed a wrong PIN. One try is left.",
      other: "Somebody typed a wrong PIN. {count} tries are left.",
    },
    showCode: "Show QR code",
    code: "QR code of the PIN, for the other device to scan",
    typing: "Enter the PIN that the other device shows",
    typingLead: "It has ten digits. Spaces do not matter.",
    pinBox: "PIN",
    pair: "Pair",
    tenDigits: "A PIN has ten digits.",
    proving: "Checking the PIN…",
    confirming: "Is this the right device?",
    confirmingLead:
      "Compare the fingerprints on both devices. They show the same two; if one differs, somebody is in between.",
    lookalike:
      "You have paired a device called {name} before, and its key is another one. It was reset or replaced, or somebody is in between. Go on only if you know why.",
    theirs: "Of {name}",
    own: "Of this device",
    confirm: "Remember this device",
    decline: "Not this device",
    waiting: "Waiting for {name} to press “Remember this device” too…",
    paired: "{name} is paired",
    pairedLead: "From now on the two find each other by themselves, wherever they are.",
    done: "Done",
    newPin: "Show a new PIN",
    enterAgain: "Enter a PIN",
    problem: {
      wrong: {
        what: "This is not the PIN.",
        remedy: "Look at the other device again and type all ten digits.",
      },
      unknown: {
        what: "Nobody shows this PIN just now.",
        remedy: "Check the first four digits, or have the other device show a new PIN.",
      },
      burnt: {
        what: "This PIN was typed wrong too often.",
        remedy: "Have the other device show a new one.",
      },
      busy: {
        what: "The other device is checking another PIN.",
        remedy: "Wait a few seconds, then try again.",
      },
      silent: {
        what: "The other device does not answer.",
        remedy: "Make sure that it still shows the PIN, then try again.",
      },
      "too-fast": {
        what: "Too many tries from here.",
        remedy: "Wait a minute, then try again.",
      },
      unreachable: {
        what: "The relay cannot be reached.",
        remedy: "Check the connection of this device, then try again.",
      },
    } satisfies Record<PinProblem, Message>,
    failed: {
      expired: {
        what: "The PIN is over",
        remedy: "Each one is good for five minutes. Nothing was paired: start again with a new one.",
      },
      burnt: {
        what: "The PIN was typed wrong too often",
        remedy:
          "It opens nothing any more and nothing was paired. If that was not the person you mean, somebody was guessing. Start again with a new one.",
      },
      declined: {
        what: "The other device said no",
        remedy: "Nothing was paired. If the fingerprints differed, try again on another network.",
      },
      lost: {
        what: "The other device is gone",
        remedy: "Nothing was paired. Keep Kith open on both until it says so, and start again.",
      },
      unreachable: {
        what: "The relay cannot be reached",
        remedy: "Check the connection of this device, then start again. Nothing was paired.",
      },
    } satisfies Record<Extract<PairingState, { step: "failed" }>["reason"], Message>,
  },
} as const;
