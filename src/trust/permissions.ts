/** What a paired device may do here without being asked again. */
export const permissionNames = [
  "ring",
  "autoAnswerAudio",
  "autoAnswerVideo",
  "control",
  "clipboardIn",
  "clipboardOut",
] as const;
export type PermissionName = (typeof permissionNames)[number];

/** Whether something may be done, and until when. */
interface Grant {
  readonly granted: boolean;
  /** Milliseconds since 1970 after which the grant is void; without it, it holds until it is withdrawn. */
  readonly until?: number | undefined;
}

/** A paired device's permissions: all of them, granted or not. */
export type Permissions = Readonly<Record<PermissionName, Grant>>;

/** What a newly paired device may do: ring. Everything else is asked for. */
export const defaultPermissions: Permissions = {
  ring: { granted: true },
  autoAnswerAudio: { granted: false },
  autoAnswerVideo: { granted: false },
  control: { granted: false },
  clipboardIn: { granted: false },
  clipboardOut: { granted: false },
};

/** Whether the permission holds at this moment (milliseconds since 1970). */
export function isGranted(permissions: Permissions, name: PermissionName, now: number): boolean {
  const { granted, until } = permissions[name];
  return granted && (until === undefined || now < until);
}
