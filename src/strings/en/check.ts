import type { CheckFindings, CheckLine, Verdict } from "../../app/check-state.ts";

/** What was found, and what to do about it where there is something; `amount` has its unit already. */
type Sentences<Line extends CheckLine> = Record<
  CheckFindings[Line],
  { what(amount: string): string; readonly remedy?: string }
>;

const fine = (what: string) => ({ what: () => what });
const not = (what: string, remedy: string) => ({ what: () => what, remedy });

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
      udp: fine("The quickest way to the relay is open (UDP)."),
      websocket: not(
        "This network blocks UDP: everything takes the slower way, by WebSocket.",
        "Calls work, with more delay. Try another network if it bothers you.",
      ),
      unreachable: not(
        "The relay cannot be reached.",
        "Check the connection of this device. If it is fine, tell whoever runs the relay.",
      ),
    } satisfies Sentences<"connection">,

    roundTrip: {
      near: { what: (amount) => `The relay answers within ${amount}.` },
      noticeable: {
        what: (amount) => `The relay answers after ${amount}: you will notice it a little.`,
        remedy: "A cable instead of Wi-Fi may shorten it.",
      },
      far: {
        what: (amount) => `The relay answers after ${amount}: people will talk at the same time.`,
        remedy: "Pause downloads, or try another network.",
      },
      unknown: not("The delay could not be measured.", "See to the connection first, then check again."),
    } satisfies Sentences<"roundTrip">,

    encoder: {
      large: fine("This device keeps up with large pictures."),
      usual: fine("This device keeps up with pictures of the usual size."),
      slow: not(
        "This device is too slow for fluent pictures.",
        "Close other programs or plug in its power, then check again. Sound works all the same.",
      ),
      none: not(
        "This browser cannot send pictures.",
        "Update it, or use a current Chrome, Edge, Firefox or Safari.",
      ),
      unknown: not("That could not be measured in time.", "Close other programs, then check again."),
    } satisfies Sentences<"encoder">,

    camera: {
      works: fine("That is how others see you."),
      dark: not("The camera is on and shows nothing.", "Open its cover, or see to a switch at its side."),
      waiting: not(
        "Kith still waits for your permission.",
        "Answer the browser's question, then check again.",
      ),
      off: not("The camera is off.", "Turn it on, then check again."),
      missing: not("There is no camera.", "You can still join, and see the others. Connect one to be seen."),
      refused: not("Kith may not use the camera.", "Allow it in the browser's settings for this site."),
      blocked: not(
        "The system does not let the browser use the camera.",
        "Allow it in the system's privacy settings, then check again.",
      ),
      busy: not("Another program uses the camera.", "Close that program, then check again."),
      lost: not("The connection to the camera was lost.", "Plug it in again, then check again."),
    } satisfies Sentences<"camera">,

    microphone: {
      works: fine("Kith hears you."),
      silent: not(
        "Kith hears nothing.",
        "Speak up. If nothing changes, look for a mute switch, or choose another microphone in the system's settings.",
      ),
      waiting: not(
        "Kith still waits for your permission.",
        "Answer the browser's question, then check again.",
      ),
      off: not("The microphone is off.", "Turn it on, then check again."),
      missing: not("There is no microphone.", "Connect one, then check again."),
      refused: not("Kith may not use the microphone.", "Allow it in the browser's settings for this site."),
      blocked: not(
        "The system does not let the browser use the microphone.",
        "Allow it in the system's privacy settings, then check again.",
      ),
      busy: not("Another program uses the microphone.", "Close that program, then check again."),
      lost: not("The connection to the microphone was lost.", "Plug it in again, then check again."),
    } satisfies Sentences<"microphone">,

    speaker: {
      heard: fine("You hear it."),
      unheard: not(
        "You did not hear it.",
        "Turn up the volume, or choose another speaker in the system's settings.",
      ),
    } satisfies Sentences<"speaker">,
  },
};
