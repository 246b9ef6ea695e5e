import type { PermissionName } from "../trust/permissions.ts";

export { isGranted, type PermissionName, type Permissions } from "../trust/permissions.ts";

/** Those that a person is asked about: what there is something behind to allow. */
export const offeredPermissions = [
  "ring",
  "autoAnswerAudio",
  "autoAnswerVideo",
] as const satisfies PermissionName[];
export type OfferedPermission = (typeof offeredPermissions)[number];
