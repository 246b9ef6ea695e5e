import type { Participant } from "../../app/call-state.ts";
import type { OfferedPermission } from "../../app/permissions.ts";

/** Who somebody is, and what their device may do here. */
export const people = {
  person: {
    badge: {
      paired: "Paired device",
      inviter: "Sent the invitation",
      guest: "Has the invitation",
      lookalike: "Not the paired device of this name",
      moved: "Moved here from another device",
    },
    heading: "Who is {name}?",
    how: {
      paired: "This is the device that you paired. Its key was checked when it joined.",
      inviter: "This is the device that sent the invitation: the key in the link was checked when it joined.",
      guest:
        "Whoever this is has the invite link. If you know the voice or the face, that is your proof; if not, ask.",
      lookalike:
        "You have paired a device of this name, and this is another one: reset, replaced, or somebody only calls themselves that. Ask in another way before you trust it. To remember it, remove the old one and pair both again.",
      moved:
        "The device that was here before has said so, and nobody else could have. This one has a fingerprint of its own.",
    } satisfies Record<Participant["known"], string>,
    remember: "Remember this device",
    rememberLead:
      "To call each other without a link from now on, you and {name} both have to press this. Compare the fingerprint first.",
    asked: "{name} wants the two devices to remember each other.",
    waiting: "You said yes. Waiting for {name}…",
    withdraw: "Do not remember",
    look: "Compare and decide",
    no: "No",
  },

  permissions: {
    heading: "What {name} may do here",
    label: {
      ring: "Ring this device",
      autoAnswerAudio: "Be answered without a press, with sound",
      autoAnswerVideo: "Be answered without a press, with camera",
    } satisfies Record<OfferedPermission, string>,
    howLong: "How long: {permission}",
    always: "Always",
    hour: "For one hour",
    day: "For one day",
    until: "Until {time}",
  },
} as const;
