import { beforeEach, describe, expect, test } from "vitest";
import type { Fingerprint } from "../../../../src/trust/fingerprint.ts";
import type { PeerStanding } from "../../../../src/trust/gate.ts";
import { createInvite, type Invite, type InviteTerms } from "../../../../src/trust/invite.ts";
import { defaultPermissions } from "../../../../src/trust/permissions.ts";
import { Admission } from "../../../../src/workers/engine/admission.ts";
import { fakeFingerprint } from "../../../fakes/fake-link.ts";

const noon = 1_800_000_000_000;
const [host, ada, ben, cyd] = [1, 2, 3, 4].map(fakeFingerprint) as [
  Fingerprint,
  Fingerprint,
  Fingerprint,
  Fingerprint,
];
const boundless: InviteTerms = { expiresAt: undefined, uses: 0, guestsTalk: true };
const paired: PeerStanding = { state: "paired", permissions: defaultPermissions };

/** What the device knows apart from the call; strangers otherwise. */
let known: Map<Fingerprint, PeerStanding>;
/** Who is to take whose place. */
let appointments: Map<Fingerprint, Fingerprint>;
let invite: Invite | undefined;
let clock: number;

beforeEach(() => {
  known = new Map();
  appointments = new Map();
  clock = noon;
  invite = undefined;
});

function admission(
  self: Fingerprint,
  more: { expected?: Fingerprint; admitted?: readonly Fingerprint[] } = {},
): Admission {
  return new Admission({
    self,
    knows: (fingerprint) => known.get(fingerprint) ?? { state: "unknown" },
    invite: () => invite,
    expected: more.expected,
    admitted: more.admitted ?? [],
    appointedBy: (fingerprint) => appointments.get(fingerprint),
    now: () => clock,
  });
}

function invited(terms: Partial<InviteTerms> = {}): void {
  invite = createInvite(host, { ...boundless, ...terms }, invite?.room);
}

describe("a ring", () => {
  test("is for the device that was rung, and no other", () => {
    const call = admission(ada, { expected: ben });
    expect(call.judge(ben)).toBe("admit");
    expect(call.judge(cyd)).toBe("wrong-device");
  });

  test("is for one's own other windows as well", () => {
    expect(admission(ada, { expected: ben }).judge(ada)).toBe("admit");
  });

  test("is not for a device that was revoked, even the one that was rung", () => {
    known.set(ben, { state: "revoked" });
    expect(admission(ada, { expected: ben }).judge(ben)).toBe("revoked");
  });

  test("has no inviter", () => {
    const call = admission(ada, { expected: ben });
    expect(call.isInviter).toBe(false);
    expect(call.isInvitedBy(ben)).toBe(false);
  });
});

describe("an invite without a limit", () => {
  beforeEach(() => invited());

  test("lets everybody in who knows its secret", () => {
    for (const self of [host, ada]) expect(admission(self).judge(cyd)).toBe("admit");
  });

  test("lets nobody in who was revoked, whatever else they are", () => {
    for (const fingerprint of [ben, host]) known.set(fingerprint, { state: "revoked" });
    expect(admission(ada, { admitted: [ben] }).judge(ben)).toBe("revoked");
    expect(admission(ada).judge(host)).toBe("revoked");
  });
});

describe("an invite that expires", () => {
  beforeEach(() => invited({ expiresAt: noon + 1_000 }));

  test("lets in until the moment it does", () => {
    const call = admission(ada);
    clock = noon + 999;
    expect(call.judge(ben)).toBe("admit");
    clock = noon + 1_000;
    expect(call.judge(ben)).toBe("invite-expired");
  });

  test("does not keep out who was in before, nor the inviter, nor oneself", () => {
    const call = admission(ada);
    call.note(ben);
    clock = noon + 10_000;
    expect(call.judge(ben)).toBe("admit");
    expect(call.judge(host)).toBe("admit");
    expect(call.judge(ada)).toBe("admit");
    expect(call.judge(cyd)).toBe("invite-expired");
  });

  test("does not keep out who was in before a reload, where that was written down", () => {
    clock = noon + 10_000;
    expect(admission(host, { admitted: [ben] }).judge(ben)).toBe("admit");
    expect(admission(host).judge(ben)).toBe("invite-expired");
  });
});

describe("an invite for two", () => {
  beforeEach(() => invited({ uses: 2 }));

  test("lets two in, and says to the third that it is used up", () => {
    const call = admission(host);
    expect(call.judge(ada)).toBe("admit");
    call.note(ada);
    expect(call.judge(ben)).toBe("admit");
    call.note(ben);
    expect(call.judge(cyd)).toBe("invite-used");
    expect(call.admitted).toEqual([ada, ben]);
  });

  test("counts devices: who comes back has not come twice, in however many windows", () => {
    const call = admission(host);
    for (let i = 0; i < 5; i++) call.note(ada);
    call.note(ada.slice() as Fingerprint);
    expect(call.admitted).toEqual([ada]);
    expect(call.judge(ben)).toBe("admit");
    call.note(ben);
    expect(call.judge(ada)).toBe("admit");
  });

  test("counts neither the inviter nor oneself", () => {
    const guest = admission(ada);
    guest.note(host);
    guest.note(ada);
    expect(guest.admitted).toEqual([]);
  });

  test("counts on after a reload", () => {
    const call = admission(host, { admitted: [ada, ben] });
    expect(call.judge(cyd)).toBe("invite-used");
  });

  test("is counted by the inviter alone: everybody else waits for their word", () => {
    const guest = admission(ada);
    expect(guest.judge(ben)).toBe("wait");
    expect(guest.judge(host)).toBe("admit");
    guest.note(ben);
    expect(guest.judge(ben)).toBe("admit");
    expect(guest.judge(cyd)).toBe("wait");
  });

  test("keeps out who is late, however few have come", () => {
    invited({ uses: 2, expiresAt: noon });
    expect(admission(host).judge(ada)).toBe("invite-expired");
    expect(admission(ada).judge(ben)).toBe("invite-expired");
  });
});

test("an invite that was renewed: who was in may come back, and counts", () => {
  invited({ expiresAt: noon });
  const call = admission(host);
  call.note(ada);
  invited({ uses: 2 });
  expect(call.judge(ada)).toBe("admit");
  expect(call.judge(ben)).toBe("admit");
  call.note(ben);
  expect(call.judge(cyd)).toBe("invite-used");
});

test("what is noted is a copy: nobody can become somebody else afterwards", () => {
  invited({ uses: 1 });
  const call = admission(host);
  const shown = ada.slice() as Fingerprint;
  call.note(shown);
  shown.set(cyd);
  expect(call.admitted).toEqual([ada]);
});

describe("what somebody may do", () => {
  /** The standing of a device, as another sees it. */
  const seen = (by: Fingerprint, fingerprint: Fingerprint) => admission(by).standing(fingerprint);

  test.each([
    ["a guest where guests talk", true, ben, { state: "guest", mayTalk: true }],
    ["a guest where guests watch", false, ben, { state: "guest", mayTalk: false }],
    ["the inviter where guests talk", true, host, { state: "guest", mayTalk: true }],
    ["the inviter where guests watch", false, host, { state: "guest", mayTalk: true }],
    ["one's own other window where guests watch", false, ada, { state: "guest", mayTalk: true }],
  ])("%s", (_, guestsTalk, fingerprint, standing) => {
    invited({ guestsTalk });
    expect(seen(ada, fingerprint)).toEqual(standing);
  });

  test.each([true, false])(
    "a paired device: what it was granted, whether guests talk (%s) or not",
    (guestsTalk) => {
      invited({ guestsTalk });
      known.set(ben, paired);
      expect(seen(ada, ben)).toBe(paired);
    },
  );

  test("the device that was rung and is not paired any more: a guest that talks", () => {
    expect(admission(ada, { expected: ben }).standing(ben)).toEqual({ state: "guest", mayTalk: true });
  });

  test("one who waits for the inviter's word: nothing, as if nobody knew them; paired or not", () => {
    invited({ uses: 1 });
    expect(seen(ada, ben)).toEqual({ state: "unknown" });
    known.set(ben, paired);
    expect(seen(ada, ben)).toEqual({ state: "unknown" });
  });

  test("one who is not let in: nothing, as if nobody knew them", () => {
    invited({ expiresAt: noon });
    expect(seen(ada, ben)).toEqual({ state: "unknown" });
    invited({ uses: 1 });
    expect(admission(host, { admitted: [cyd] }).standing(ben)).toEqual({ state: "unknown" });
    expect(admission(ada, { expected: cyd }).standing(ben)).toEqual({ state: "unknown" });
  });

  test("one who was revoked: refused, on whatever way they come", () => {
    invited();
    known.set(ben, { state: "revoked" });
    expect(seen(ada, ben)).toEqual({ state: "revoked" });
    expect(admission(ada, { expected: ben }).standing(ben)).toEqual({ state: "revoked" });
  });

  test("changes at once: a pairing, a revocation, new terms", () => {
    invited({ guestsTalk: false });
    const call = admission(ada);
    call.note(ben);
    expect(call.standing(ben)).toEqual({ state: "guest", mayTalk: false });
    invited({ guestsTalk: true });
    expect(call.standing(ben)).toEqual({ state: "guest", mayTalk: true });
    known.set(ben, paired);
    expect(call.standing(ben)).toBe(paired);
    known.set(ben, { state: "revoked" });
    expect(call.standing(ben)).toEqual({ state: "revoked" });
  });
});

describe("somebody who moves to another device", () => {
  test("is let in there on their word, as what they were", () => {
    invited({ uses: 1 });
    const one = admission(host, { admitted: [ada] });
    expect(one.judge(ben)).toBe("invite-used");
    appointments.set(ben, ada);
    expect(one.judge(ben)).toBe("admit");
    one.note(ben);
    expect(one.admitted).toEqual([ada]);
    one.succeed(ada, ben);
    appointments.clear();
    expect(one.admitted).toEqual([ben]);
    expect([one.judge(ada), one.judge(ben)]).toEqual(["invite-used", "admit"]);
  });

  test("brings nobody in who is not let in themselves, nor one who was revoked", () => {
    invited({ uses: 1 });
    const one = admission(host, { admitted: [ada] });
    appointments.set(ben, cyd);
    expect(one.judge(ben)).toBe("invite-used");
    appointments.set(ben, ada);
    known.set(ben, { state: "revoked" });
    expect(one.judge(ben)).toBe("revoked");
  });

  test("comes no further with a friend who says the same of them", () => {
    invited({ uses: 1 });
    const one = admission(host, { admitted: [ada] });
    appointments.set(ben, cyd);
    appointments.set(cyd, ben);
    expect([one.judge(ben), one.judge(cyd)]).toEqual(["invite-used", "invite-used"]);
  });

  test("is the other one of a call of two, and the first device is not any more", () => {
    const one = admission(host, { expected: ada });
    one.succeed(ada, ben);
    expect([one.judge(ada), one.judge(ben)]).toEqual(["wrong-device", "admit"]);
  });

  test("talks on where guests may not, if they made the invite", () => {
    invited({ guestsTalk: false });
    const one = admission(ada);
    appointments.set(ben, host);
    expect(one.standing(ben)).toEqual({ state: "guest", mayTalk: true });
    one.succeed(host, ben);
    appointments.clear();
    expect(one.standing(ben)).toEqual({ state: "guest", mayTalk: true });
    expect(one.isInvitedBy(ben)).toBe(false);
  });
});
