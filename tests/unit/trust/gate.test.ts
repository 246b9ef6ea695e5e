import { describe, expect, test } from "vitest";
import { Flow, flowName } from "../../../src/transport/wire/flows.ts";
import {
  judge,
  type PeerStanding,
  type PeerState,
  peerStates,
  type Subject,
} from "../../../src/trust/gate.ts";
import {
  defaultPermissions,
  type PermissionName,
  type Permissions,
  permissionNames,
} from "../../../src/trust/permissions.ts";
import { everyChatMessage } from "../../fakes/chat-messages.ts";
import { everyControlMessage } from "../../fakes/control-messages.ts";

/** yes and no speak for themselves · talk: if the invitation lets it · anything else: if that permission holds. */
type Cell = "yes" | "no" | "talk" | PermissionName;

/** The whole gate, typed once more. In states that have no column nothing gets past it. */
const columns: readonly PeerState[] = ["pairing", "guest", "paired"];
const cells: Readonly<Record<Subject, readonly [Cell, Cell, Cell]>> = {
  ping: ["yes", "yes", "yes"],
  pong: ["yes", "yes", "yes"],
  error: ["yes", "yes", "yes"],
  profile: ["yes", "yes", "yes"],
  remember: ["yes", "yes", "yes"],
  "media-key": ["no", "yes", "yes"],
  "media-key-ack": ["no", "yes", "yes"],
  "way-down": ["no", "yes", "yes"],
  admitted: ["no", "yes", "yes"],
  invite: ["no", "yes", "yes"],
  handoff: ["no", "yes", "yes"],
  successor: ["no", "yes", "yes"],
  "successor-ack": ["no", "yes", "yes"],
  offer: ["no", "yes", "yes"],
  answer: ["no", "yes", "yes"],
  "ice-candidate": ["no", "yes", "yes"],
  "stage-share": ["no", "yes", "yes"],
  "stage-place": ["no", "yes", "yes"],
  "stage-stroke": ["no", "yes", "yes"],
  end: ["no", "yes", "yes"],
  ring: ["no", "no", "ring"],
  accept: ["no", "no", "yes"],
  reject: ["no", "no", "yes"],
  busy: ["no", "no", "yes"],
  cancel: ["no", "no", "yes"],
  home: ["no", "no", "yes"],
  permissions: ["no", "no", "yes"],
  unpair: ["no", "no", "yes"],
  "chat-text": ["no", "talk", "yes"],
  "chat-ack": ["no", "yes", "yes"],
  "file-offer": ["no", "talk", "yes"],
  "file-withdraw": ["no", "talk", "yes"],
  "file-piece": ["no", "talk", "yes"],
  "file-accept": ["no", "yes", "yes"],
  "file-progress": ["no", "yes", "yes"],
  "file-result": ["no", "yes", "yes"],
  [Flow.audio]: ["no", "talk", "yes"],
  [Flow.video]: ["no", "talk", "yes"],
  [Flow.screen]: ["no", "talk", "yes"],
  [Flow.feedback]: ["no", "yes", "yes"],
  [Flow.data]: ["no", "yes", "yes"],
  [Flow.signaling]: ["no", "no", "no"],
};
const messages = [...everyControlMessage, ...everyChatMessage];
const subjects: readonly Subject[] = [...messages.map(({ type }) => type), ...Object.values(Flow)];
const now = 1_800_000_000_000;

/** Every combination of permissions that matters for one of them: unknown, refused, granted, running out, run out. */
function circumstances(): PeerStanding["permissions"][] {
  const allBut = (name: PermissionName, grant: Permissions[PermissionName]) => {
    const others = permissionNames.map((other) => [other, { granted: other !== name }]);
    return { ...Object.fromEntries(others), [name]: grant } as Permissions;
  };
  return [
    undefined,
    defaultPermissions,
    ...permissionNames.flatMap((name) => [
      allBut(name, { granted: false }),
      allBut(name, { granted: true }),
      allBut(name, { granted: true, until: now + 1 }),
      allBut(name, { granted: true, until: now }),
    ]),
  ];
}

function holds(cell: Cell, { mayTalk, permissions }: PeerStanding): boolean {
  if (cell === "yes" || cell === "no") return cell === "yes";
  if (cell === "talk") return mayTalk === true;
  const { granted, until = Number.POSITIVE_INFINITY } = permissions?.[cell] ?? { granted: false };
  return granted && now < until;
}

test("the table below speaks of everything that can be sent", () => {
  expect(Object.keys(cells).toSorted()).toEqual(subjects.map(String).toSorted());
});

describe.each(peerStates)("a peer that is %s", (state) => {
  const column = columns.indexOf(state);

  test.each(subjects.map((subject) => [typeof subject === "number" ? flowName(subject) : subject, subject]))(
    "%s",
    (_, subject) => {
      for (const permissions of circumstances())
        for (const mayTalk of [undefined, false, true]) {
          const standing = { state, permissions, mayTalk };
          const cell = cells[subject as Subject][column];
          const allowed = cell !== undefined && holds(cell, standing) ? "pass" : "refuse";
          expect(judge(standing, subject as Subject, now)).toBe(cell === undefined ? "drop" : allowed);
        }
    },
  );
});
