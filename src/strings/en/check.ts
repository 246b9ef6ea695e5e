import type { CheckFindings, CheckLine, Verdict } from "../../app/check-state.ts";

/** What was found, and what to do about it where there is something; `amount` has its unit already. */
type Sentences<Line extends CheckLine> = Record<
  CheckFindings[Line],
  { readonly what: string; readonly remedy?: string }
>;

/** The check before a call. */
export const check = {
  check: {
    heading: "Check this device",
    checking: "Checking…",
    overall: {
      good: "This device is ready for calls.",
      fair: "Calls work from here, though not at their best.",
      poor: "A call would not work from here yet.",
    } satisfies Record<Verdict, string>,
    again: "Check again",
    title: {
      connection: "Connection",
      roundTrip: "Delay",
      encoder: "Picture quality",
      camera: "Camera",
      microphone: "Microphone",
      speaker: "Speaker",
    } satisfies Record<CheckLine, string>,
    /** For those who do not see the sign. */
    verdict: { good: "Good:", fair: "Could be better:", poor: "Does not work:" } satisfies Record<
      Verdict,
      string
    >,

    listening: "Say something…",
    asking: "Allow it when the browser asks.",
    tone: "Kith can play a tone.",
    playTone: "Play tone",
    heardIt: "Did you hear it?",
    yes: "Yes, I heard it",
    no: "No",

    connection: {
      udp: { what: "The quickest way to the relay is open (UDP)." },
      websocket: {
        what: "This network blocks UDP: everything takes the slower way, by WebSocket.",
        remedy: "Calls work, with more delay. Try another network if it bothers you.",
      },
      unreachable: {
        what: "The relay cannot be reached.",
        remedy: "Check the connection of this device. If it is fine, tell whoever runs the relay.",
      },
    } satisfies Sentences<"connection">,

    roundTrip: {
      near: { what: "The relay answers within {amount}." },
      noticeable: {
        what: "The relay answers after {amount}: you will notice it a little.",
        remedy: "A cable instead of Wi-Fi may shorten it.",
      },
      far: {
        what: "The relay answers after {amount}: people will talk at the same time.",
        remedy: "Pause downloads, or try another network.",
      },
      unknown: {
        what: "The delay could not be measured.",
        remedy: "See to the connection first, then check again.",
      },
    } as const satisfies Sentences<"roundTrip">,

    encoder: {
      large: { what: "This device keeps up with large pictures." },
      usual: { what: "This device keeps up with pictures of the usual size." },
      slow: {
        what: "This device is too slow for fluent pictures.",
        remedy: "Close other programs or plug in its power, then check again. Sound works all the same.",
      },
      none: {
        what: "This browser cannot send pictures.",
        remedy: "Update it, or use a current Chrome, Edge, Firefox or Safari.",
      },
      unknown: {
        what: "That could not be measured in time.",
        remedy: "Close other programs, then check again.",
      },
    } satisfies Sentences<"encoder">,

    camera: {
      works: { what: "That is how others see you." },
      dark: {
        what: "The camera is on and shows nothing.",
        remedy: "Open its cover, or see to a switch at its side.",
      },
      waiting: {
        what: "Kith still waits for your permission.",
        remedy: "Answer the browser's question, then check again.",
      },
      off: { what: "The camera is off.", remedy: "Turn it on, then check again." },
      missing: {
        what: "There is no camera.",
        remedy: "You can still join, and see the others. Connect one to be seen.",
      },
      refused: {
        what: "Kith may not use the camera.",
        remedy: "Allow it in the browser's settings for this site.",
      },
      blocked: {
        what: "The system does not let the browser use the camera.",
        remedy: "Allow it in the system's privacy settings, then check again.",
      },
      busy: { what: "Another program uses the camera.", remedy: "Close that program, then check again." },
      lost: { what: "The connection to the camera was lost.", remedy: "Plug it in again, then check again." },
    } satisfies Sentences<"camera">,

    microphone: {
      works: { what: "Kith hears you." },
      silent: {
        what: "Kith hears nothing.",
        remedy:
          "Speak up. If nothing changes, look for a mute switch, or choose another microphone in the system's settings.",
      },
      waiting: {
        what: "Kith still waits for your permission.",
        remedy: "Answer the browser's question, then check again.",
      },
      off: { what: "The microphone is off.", remedy: "Turn it on, then check again." },
      missing: { what: "There is no microphone.", remedy: "Connect one, then check again." },
      refused: {
        what: "Kith may not use the microphone.",
        remedy: "Allow it in the browser's settings for this site.",
      },
      blocked: {
        what: "The system does not let the browser use the microphone.",
        remedy: "Allow it in the system's privacy settings, then check again.",
      },
      busy: { what: "Another program uses the microphone.", remedy: "Close that program, then check again." },
      lost: {
        what: "The connection to the microphone was lost.",
        remedy: "Plug it in again, then check again.",
      },
    } satisfies Sentences<"microphone">,

    speaker: {
      heard: { what: "You hear it." },
      unheard: {
        what: "You did not hear it.",
        remedy: "Turn up the volume, or choose another speaker in the system's settings.",
      },
    } satisfies Sentences<"speaker">,
  },
} as const;
